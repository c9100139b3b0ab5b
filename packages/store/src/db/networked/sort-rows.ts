import type { BatchedValue } from "../database.ts";

type Row = readonly BatchedValue[];

/** Rows by their first two columns, in the same order for every server. */
export function sortRows(rows: readonly Row[]): readonly Row[] {
  return rows.length === 1 ? rows : rows.toSorted(compareRows);
}

function compareRows(a: Row, b: Row): number {
  return compareValues(a[0], b[0]) || compareValues(a[1], b[1]);
}

function compareValues(a: BatchedValue | undefined, b: BatchedValue | undefined): number {
  if (a === b) return 0;
  return String(a) < String(b) ? -1 : 1;
}
