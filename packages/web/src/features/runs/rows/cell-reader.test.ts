import type { RunTableRow } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { type Column, toColumnId } from "../table/column.ts";
import { CellReader, toValueKeys } from "./cell-reader.ts";

const columns: readonly Column[] = [
  { kind: "param", key: "lr" },
  { kind: "metric", key: "b", value: "last" },
  { kind: "metric", key: "a", value: "last" },
  { kind: "metric", key: "b", value: "min" },
  { kind: "metric", key: "b", value: "max" },
  { kind: "tag", key: "team" },
  { kind: "attribute", key: "status" },
];

test("asks for each key once, whatever the order of the columns", () => {
  const keys = {
    metric_keys: ["a", "b"],
    metric_range_keys: ["b"],
    param_keys: ["lr"],
    tag_keys: ["team"],
  };
  expect(toValueKeys(columns)).toEqual(keys);
  expect(toValueKeys(columns.toReversed())).toEqual(keys);
});

test("reads each column's value from a row", () => {
  const row: RunTableRow = {
    run_id: "1",
    run_name: "one",
    experiment_id: "0",
    status: "FINISHED",
    lifecycle_stage: "active",
    metrics: [1, "NaN"],
    metric_ranges: [{ min: 2, max: 3 }],
    params: [null],
    tags: ["vision"],
  };
  const reader = new CellReader(toValueKeys(columns));
  const values = columns.map((column) => reader.read(row, toColumnId(column)));
  expect(values).toEqual([undefined, "NaN", 1, 2, 3, "vision", undefined]);
  expect(reader.read(row, "metric:unasked")).toBeUndefined();
});
