import type { Run } from "@mlflow-ts/contract";

export interface Column {
  readonly key: string;
  /** Whether the runs disagree; a value that some lack counts as a difference. */
  readonly isDiffering: boolean;
}

export interface Columns {
  readonly metrics: readonly Column[];
  readonly params: readonly Column[];
}

/** All metrics and params of the runs: those that tell the runs apart first, then by name. */
export function chooseColumns(runs: readonly Run[]): Columns {
  return {
    metrics: orderColumns(runs, (run) => run.data.metrics ?? []),
    params: orderColumns(runs, (run) => run.data.params ?? []),
  };
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
}

interface Seen {
  readonly first: unknown;
  isDiffering: boolean;
  count: number;
}

function orderColumns(runs: readonly Run[], entriesOf: (run: Run) => readonly Entry[]): Column[] {
  const seen = new Map<string, Seen>();
  for (const run of runs) {
    for (const { key, value } of entriesOf(run)) {
      const column = seen.get(key);
      if (column === undefined) {
        seen.set(key, { first: value, isDiffering: false, count: 1 });
      } else {
        column.count += 1;
        column.isDiffering ||= column.first !== value;
      }
    }
  }
  return [...seen]
    .map(([key, column]) => ({
      key,
      isDiffering: column.isDiffering || column.count < runs.length,
    }))
    .toSorted(
      (a, b) => Number(b.isDiffering) - Number(a.isDiffering) || a.key.localeCompare(b.key, "en"),
    );
}

/** The first columns of each kind; with few in all, every one. */
export function limitColumns(columns: Columns, limit: number): Columns {
  return {
    metrics: columns.metrics.slice(0, limit),
    params: columns.params.slice(0, limit),
  };
}
