import type { KeyOfRuns } from "@mlflow-ts/contract";
import { useMemo, useState } from "react";
import { Dropdown } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { useRunKeys } from "../rows/use-run-keys.ts";
import type { RunsRequest } from "../rows/run-window.ts";
import { ATTRIBUTES, type Column, labelOf, toColumnId } from "../table/column.ts";
import type { ColumnLayout } from "../table/column-layout.ts";
import styles from "./runs-toolbar.module.css";

interface ColumnPickerProps {
  readonly request: RunsRequest;
  readonly layout: ColumnLayout;
  readonly onLayout: (layout: ColumnLayout) => void;
}

/** Chooses the table's columns among everything that the runs found have. */
export function ColumnPicker({ request, layout, onLayout }: ColumnPickerProps) {
  return (
    <Dropdown label={`Columns (${layout.columns.length})`}>
      {() => <ColumnTree request={request} layout={layout} onLayout={onLayout} />}
    </Dropdown>
  );
}

/** For the whole choice more runs are looked at than for the columns shown unasked. */
const RUNS_LOOKED_AT = 3000;
/** A list that nobody reads to its end; the search finds the others. */
const MAX_SHOWN = 300;

interface Branch {
  readonly name: string;
  readonly entries: readonly { readonly column: Column; readonly key: KeyOfRuns | undefined }[];
}

function ColumnTree({ request, layout, onLayout }: ColumnPickerProps) {
  const [words, setWords] = useState("");
  const { data } = useRunKeys(request, true, RUNS_LOOKED_AT);
  const chosen = new Set(layout.columns.map(toColumnId));
  const branches = useMemo((): readonly Branch[] => {
    const toEntries = (keys: readonly KeyOfRuns[] = [], toColumn: (key: string) => Column) =>
      keys.map((key) => ({ column: toColumn(key.key), key }));
    const attributes = ATTRIBUTES.map((key) => ({
      column: { kind: "attribute", key } as const,
      key: undefined,
    }));
    return [
      { name: "Run", entries: attributes },
      {
        name: "Metrics",
        entries: toEntries(data?.metrics, (key) => ({ kind: "metric", key, value: "last" })),
      },
      { name: "Params", entries: toEntries(data?.params, (key) => ({ kind: "param", key })) },
      { name: "Tags", entries: toEntries(data?.tags, (key) => ({ kind: "tag", key })) },
    ];
  }, [data]);
  const found = branches.map(({ name, entries }) => ({
    name,
    entries: entries.filter(({ column }) =>
      words
        .toLowerCase()
        .split(/\s+/)
        .every((word) => labelOf(column).toLowerCase().includes(word)),
    ),
  }));
  const set = (columns: readonly Column[], isOn: boolean) => {
    const ids = new Set(columns.map(toColumnId));
    const others = layout.columns.filter((column) => !ids.has(toColumnId(column)));
    onLayout({ ...layout, columns: isOn ? [...others, ...columns] : others });
  };
  const all = found.flatMap(({ entries }) => entries.map(({ column }) => column));
  return (
    <>
      <input
        type="search"
        className={styles["search"]}
        aria-label="Search columns"
        placeholder="Search columns"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={styles["list"]}>
        {found.map(({ name, entries }) => (
          <div key={name} role="group" aria-label={name}>
            {entries.length > 0 && (
              <div className={styles["kind"]}>
                {name} ({entries.length})
              </div>
            )}
            {entries.slice(0, MAX_SHOWN).map(({ column, key }) => (
              <label key={toColumnId(column)} className={styles["choice"]}>
                <input
                  type="checkbox"
                  checked={chosen.has(toColumnId(column))}
                  onChange={(event) => set([column], event.currentTarget.checked)}
                />
                <bdi>{cutText(labelOf(column), 80)}</bdi>
                {key && !key.differs && <span className={styles["faint"]}>same</span>}
              </label>
            ))}
          </div>
        ))}
      </div>
      <div className={styles["foot"]}>
        <button type="button" className={styles["toggle"]} onClick={() => set(all, true)}>
          Show {words === "" ? "all" : "found"}
        </button>
        <button type="button" className={styles["toggle"]} onClick={() => set(all, false)}>
          Hide {words === "" ? "all" : "found"}
        </button>
        <button
          type="button"
          className={styles["toggle"]}
          onClick={() => onLayout({ columns: [], pinnedCount: 0, widths: {} })}
        >
          As at first
        </button>
      </div>
    </>
  );
}
