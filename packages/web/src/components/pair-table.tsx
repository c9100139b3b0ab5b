import { Button } from "@mantine/core";
import { useState } from "react";
import styles from "./data-table.module.css";
import { LongText } from "./long-text.tsx";
import { TableFrame } from "./table-frame.tsx";

export interface Pair {
  readonly key: string;
  readonly value: string;
}

interface PairTableProps {
  readonly pairs: readonly Pair[];
  /** The table's name, such as "Params". */
  readonly name: string;
}

const SHOWN_AT_FIRST = 30;

/** Names with their values; the first thirty, the rest on demand. */
export function PairTable({ pairs, name }: PairTableProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? pairs : pairs.slice(0, SHOWN_AT_FIRST);
  return (
    <TableFrame name={name}>
      <table className={styles["table"]} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, value }) => (
            <tr key={key}>
              <th scope="row">
                <LongText text={key} title="Name" maxLength={120} />
              </th>
              <td>
                <LongText text={value} title={key} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < pairs.length && (
        <div className={styles["more"]}>
          <Button size="compact-xs" variant="subtle" onClick={() => setIsWhole(true)}>
            Show all {pairs.length}
          </Button>
        </div>
      )}
    </TableFrame>
  );
}
