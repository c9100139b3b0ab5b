import { expect, test } from "vitest";
import { toColumnId } from "./column.ts";
import { chooseColumns, findConstants, type RunKeys } from "./default-columns.ts";

const keys: RunKeys = {
  sampled_count: 3,
  attributes: [
    { key: "user", run_count: 3, differs: false, value: "ada" },
    { key: "dataset", run_count: 2, differs: false },
  ],
  metrics: [
    { key: "a", run_count: 3, differs: true },
    { key: "b", run_count: 1, differs: false },
    { key: "c", run_count: 3, differs: true },
    { key: "val/loss", run_count: 3, differs: true },
  ],
  params: [
    { key: "epochs", run_count: 3, differs: false, value: "10" },
    { key: "lr", run_count: 3, differs: true },
  ],
};

test("shows what differs first, main metrics at the front, then what some runs lack, and folds away what is the same", () => {
  expect(chooseColumns(keys).map(toColumnId)).toEqual([
    "attribute:status",
    "attribute:started",
    "attribute:duration",
    "attribute:dataset",
    "metric:val/loss",
    "metric:a",
    "metric:c",
    "metric:b",
    "param:lr",
  ]);
  expect(findConstants(keys).map(({ key }) => key)).toEqual(["user", "epochs"]);
});

test("shows everything of a single run", () => {
  const one = { ...keys, sampled_count: 1 };
  expect(chooseColumns(one)).toHaveLength(11);
  expect(findConstants(one)).toEqual([]);
});

test("shows at most thirty of a kind unasked", () => {
  const many = Array.from({ length: 200 }, (_, i) => ({
    key: `m${i}`,
    run_count: 3,
    differs: true,
  }));
  expect(
    chooseColumns({ ...keys, metrics: many }).filter(({ kind }) => kind === "metric"),
  ).toHaveLength(30);
});
