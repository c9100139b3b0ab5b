import { toCell, type TableSource } from "../tables/table-source.ts";
import { JsonNumber, type JsonValue } from "./parse-json.ts";

const SAMPLE = 200;
const MAX_COLUMNS = 2000;

/**
 * A value that is a table: MLflow's `log_table` and pandas write `{"columns": [...], "data":
 * [[...]]}`, others a list of objects that have the same keys. Nothing when it is neither.
 */
export function findTable(value: JsonValue): TableSource | undefined {
  if (typeof value !== "object" || value === null || value instanceof JsonNumber) return undefined;
  if (isList(value)) return fromRecords(value);
  const { columns, data } = value;
  if (!isList(columns) || !isList(data) || columns.length === 0) return undefined;
  if (!data.every(isList)) return undefined;
  return toSource(
    columns.map((name) => (typeof name === "string" ? name : toCell(name).text)),
    data.length,
    (row, column) => data[row]?.[column],
  );
}

function fromRecords(records: readonly JsonValue[]): TableSource | undefined {
  const names = new Set<string>();
  for (const record of records.slice(0, SAMPLE)) {
    if (!isRecord(record)) return undefined;
    for (const name of Object.keys(record)) names.add(name);
  }
  if (names.size === 0 || names.size > MAX_COLUMNS || !records.every(isRecord)) return undefined;
  const columns = [...names];
  return toSource(columns, records.length, (row, column) => {
    const name = columns[column] ?? "";
    const record = records[row];
    return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
  });
}

function toSource(
  columns: readonly string[],
  rowCount: number,
  valueAt: (row: number, column: number) => JsonValue | undefined,
): TableSource {
  return {
    columns,
    rowCount,
    isWhole: true,
    cellAt: (row, column) => {
      const value = valueAt(row, column);
      if (value instanceof JsonNumber) return { text: value.written, kind: "number" };
      return value === undefined ? { text: "", kind: "none" } : toCell(value);
    },
  };
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JsonNumber)
  );
}
