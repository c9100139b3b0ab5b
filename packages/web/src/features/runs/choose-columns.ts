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

/**
 * All metrics and params of the runs. First those of which the runs have several values, then those
 * which some runs lack, last what all have in common; by name among equals.
 */
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
  hasSeveralValues: boolean;
  count: number;
}

function orderColumns(runs: readonly Run[], entriesOf: (run: Run) => readonly Entry[]): Column[] {
  const seen = new Map<string, Seen>();
  for (const run of runs) {
    for (const { key, value } of entriesOf(run)) {
      const column = seen.get(key);
      if (column === undefined) {
        seen.set(key, { first: value, hasSeveralValues: false, count: 1 });
      } else {
        column.count += 1;
        column.hasSeveralValues ||= column.first !== value;
      }
    }
  }
  const rank = ({ hasSeveralValues, count }: Seen) =>
    hasSeveralValues ? 0 : count < runs.length ? 1 : 2;
  return [...seen]
    .toSorted(([aKey, a], [bKey, b]) => rank(a) - rank(b) || aKey.localeCompare(bKey, "en"))
    .map(([key, column]) => ({ key, isDiffering: rank(column) < 2 }));
}

/** The first columns of each kind. */
export function limitColumns(columns: Columns, limit: number): Columns {
  return {
    metrics: columns.metrics.slice(0, limit),
    params: columns.params.slice(0, limit),
  };
}
