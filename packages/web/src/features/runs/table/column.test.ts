import { parseOrderBy } from "@mlflow-ts/contract/filter";
import { expect, test } from "vitest";
import { bestOf, type Column, orderOf, parseColumnId, toColumnId } from "./column.ts";

const columns: readonly Column[] = [
  { kind: "attribute", key: "status" },
  { kind: "metric", key: "val/loss:0", value: "last" },
  { kind: "metric", key: "max", value: "min" },
  { kind: "metric", key: "a b", value: "max" },
  { kind: "param", key: "lr" },
  { kind: "tag", key: "mlflow.user" },
];

test("writes every column as a text and reads it again", () => {
  expect(columns.map(toColumnId).map(parseColumnId)).toEqual(columns);
});

test("passes over what names no column", () => {
  for (const id of ["", "attribute:nothing", "metric.best:a", "param:", "other:x"]) {
    expect(parseColumnId(id), id).toBeUndefined();
  }
});

test("orders by keys of any form in the search language", () => {
  expect(orderOf({ kind: "metric", key: "val/loss", value: "min" })).toEqual({
    key: "metrics.`val/loss`",
    metricValue: "MIN",
  });
  for (const key of ["val/loss 1", "a`b", "a.b"]) {
    const { field } = parseOrderBy("runs", `${orderOf({ kind: "param", key }).key} DESC`);
    expect(field).toEqual({ entity: "param", key });
  }
});

test.each([
  ["val/loss", "min"],
  ["test_rmse", "min"],
  ["epoch_seconds", "min"],
  ["val_accuracy", "max"],
  ["macro f1", "max"],
  ["learning_rate", undefined],
  ["smear", undefined],
])("tells of %s that the best is %s", (key, best) => {
  expect(bestOf(key)).toBe(best);
});
