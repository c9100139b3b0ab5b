import { isRecord } from "./signature.ts";
import { isTensorLike } from "./tensor.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Rows (a list of objects), or columns (an object of lists of one length, none of lists). */
export function isTable(
  data: unknown,
): data is readonly Row[] | Readonly<Record<string, unknown[]>> {
  if (Array.isArray(data)) return data.length > 0 && data.every(isRow);
  if (!isRow(data)) return false;
  const columns = Object.values(data);
  const isColumn = (column: unknown) =>
    Array.isArray(column) && !column.some((value) => Array.isArray(value));
  const lengths = new Set(columns.map((column) => (column as { length?: number }).length));
  return columns.length > 0 && columns.every(isColumn) && lengths.size === 1;
}

/** The rows of a table. */
export function toRows(
  table: readonly Row[] | Readonly<Record<string, unknown[]>>,
): readonly Row[] {
  if (Array.isArray(table)) return table as readonly Row[];
  const columns = Object.entries(table as Readonly<Record<string, unknown[]>>);
  return Array.from({ length: columns[0]?.[1].length ?? 0 }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
  );
}

function isRow(value: unknown): value is Row {
  return isRecord(value) && !isTensorLike(value);
}
