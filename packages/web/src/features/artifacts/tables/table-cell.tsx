import { Modal } from "@mantine/core";
import { type CSSProperties, memo, useState } from "react";
import { CopyButton } from "../../../components/copy-button.tsx";
import { cutText } from "../../../format/cut-text.ts";
import type { Cell } from "./table-source.ts";
import styles from "./value-table.module.css";

interface TableCellProps {
  readonly cell: Cell | undefined;
  readonly column: number;
  /** The column's. */
  readonly name: string;
  readonly style: CSSProperties;
}

/** What certainly fits into a column. */
const MAX_PLAIN = 24;

/** A cell in one line; what may not fit opens as a whole. */
export const TableCell = memo(
  function TableCell({ cell, column, name, style }: TableCellProps) {
    return (
      <span
        role="cell"
        aria-colindex={column + 2}
        className={styles["cell"]}
        style={style}
        data-kind={cell?.kind}
      >
        {cell === undefined ? (
          <span className="visually-hidden">Loading</span>
        ) : cell.text.length > MAX_PLAIN || cell.text.includes("\n") ? (
          <LongCell text={cell.text} name={name} />
        ) : (
          <bdi className={styles["text"]}>{cutText(cell.text, MAX_PLAIN)}</bdi>
        )}
      </span>
    );
  },
  (before, after) =>
    before.column === after.column &&
    before.cell?.text === after.cell?.text &&
    before.cell?.kind === after.cell?.kind &&
    before.style.left === after.style.left &&
    before.style.width === after.style.width,
);

function LongCell({ text, name }: { readonly text: string; readonly name: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles["long"]}
        title="Show all of this cell"
        onClick={() => setIsOpen(true)}
      >
        <bdi className={styles["text"]}>{cutText(text, 200)}</bdi>
      </button>
      {isOpen && (
        <Modal
          opened
          onClose={() => setIsOpen(false)}
          title={cutText(name, 80) || `Cell`}
          size="xl"
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <div className={styles["copy"]}>
            <CopyButton text={text} what="cell" />
          </div>
          <pre className={styles["whole"]}>{cutText(text, 100_000)}</pre>
        </Modal>
      )}
    </>
  );
}
