import type { RunTableRow } from "@mlflow-ts/contract";
import { type Column, toColumnId } from "../table/column.ts";

/** The keys whose values are asked for with each row. */
export interface ValueKeys {
  readonly metric_keys: string[];
  readonly metric_range_keys: string[];
  readonly param_keys: string[];
  readonly tag_keys: string[];
}

/** The keys whose values some columns show; sorted, so that moving a column asks for nothing new. */
export function toValueKeys(columns: readonly Column[]): ValueKeys {
  const keysOf = (belongs: (column: Column) => boolean) =>
    [...new Set(columns.filter(belongs).map(({ key }) => key))].toSorted();
  const isLatest = (column: Column) => column.kind === "metric" && column.value === "last";
  return {
    metric_keys: keysOf(isLatest),
    metric_range_keys: keysOf((column) => column.kind === "metric" && !isLatest(column)),
    param_keys: keysOf(({ kind }) => kind === "param"),
    tag_keys: keysOf(({ kind }) => kind === "tag"),
  };
}

/** A metric's NaN is a text. */
type CellValue = number | string | null | undefined;

/** Reads the values of columns from rows that were asked for with these keys. */
export class CellReader {
  readonly #places = new Map<string, (row: RunTableRow) => CellValue>();

  constructor(keys: ValueKeys) {
    const add = (column: Column, read: (row: RunTableRow) => CellValue) =>
      this.#places.set(toColumnId(column), read);
    keys.metric_keys.forEach((key, place) => {
      add({ kind: "metric", key, value: "last" }, (row) => row.metrics[place]);
    });
    keys.metric_range_keys.forEach((key, place) => {
      for (const value of ["min", "max"] as const) {
        add({ kind: "metric", key, value }, (row) => row.metric_ranges[place]?.[value]);
      }
    });
    keys.param_keys.forEach((key, place) => {
      add({ kind: "param", key }, (row) => row.params[place] ?? undefined);
    });
    keys.tag_keys.forEach((key, place) => {
      add({ kind: "tag", key }, (row) => row.tags[place] ?? undefined);
    });
  }

  /** Undefined or null where the run has no such value, or it was not asked for. */
  read(row: RunTableRow, columnId: string): CellValue {
    return this.#places.get(columnId)?.(row);
  }
}
