import { refusal } from "../logging/check-entry.ts";

/** A table as MLflow keeps it: pandas' "split" orientation. */
export interface SplitTable {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

/** Columns by name, or rows. */
export type TableInput =
  Readonly<Record<string, readonly unknown[]>> | readonly Readonly<Record<string, unknown>>[];

/** @throws MlflowError INVALID_PARAMETER_VALUE when columns differ in length. */
export function toSplitTable(input: TableInput): SplitTable {
  if (Array.isArray(input)) {
    const columns = [...new Set(input.flatMap((row: object) => Object.keys(row)))];
    const rows = input as readonly Readonly<Record<string, unknown>>[];
    return { columns, data: rows.map((row) => columns.map((column) => row[column] ?? null)) };
  }
  const entries = Object.entries(input as Readonly<Record<string, readonly unknown[]>>);
  const length = entries[0]?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (values.length === length) continue;
    throw refusal(
      `The column '${name}' has ${values.length} values and the first one ${length}: a table's columns are of one length.`,
    );
  }
  const columns = entries.map(([name]) => name);
  const data = Array.from({ length }, (_, row) => entries.map(([, values]) => values[row] ?? null));
  return { columns, data };
}

/** The rows of both; a column that one of them lacks is null there. */
export function appendTable(first: SplitTable, second: SplitTable): SplitTable {
  const columns = [...new Set([...first.columns, ...second.columns])];
  const widen = ({ columns: own, data }: SplitTable) => {
    const places = columns.map((column) => own.indexOf(column));
    return data.map((row) => places.map((place) => row[place] ?? null));
  };
  return { columns, data: [...widen(first), ...widen(second)] };
}
