import type { Run } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { chooseColumns, limitColumns } from "./choose-columns.ts";

function makeRun(
  params: Record<string, string>,
  metrics: Record<string, number | "NaN"> = {},
): Run {
  return {
    info: {
      run_id: "r",
      run_uuid: "r",
      experiment_id: "1",
      status: "FINISHED",
      lifecycle_stage: "active",
    },
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: Object.entries(metrics).map(([key, value]) => ({
        key,
        value,
        timestamp: 0,
        step: 0,
      })),
    },
  };
}

test("puts what tells the runs apart first, then goes by name", () => {
  const runs = [
    makeRun({ batch: "64", seed: "1", lr: "0.1", alpha: "2" }),
    makeRun({ batch: "64", seed: "1", lr: "0.2", alpha: "3" }),
  ];
  expect(chooseColumns(runs).params.map((column) => column.key)).toEqual([
    "alpha",
    "lr",
    "batch",
    "seed",
  ]);
});

test("counts a value that some runs lack as a difference, though a lesser one", () => {
  const runs = [makeRun({ a: "1", b: "1", z: "1" }), makeRun({ a: "1", z: "2" })];
  expect(chooseColumns(runs).params).toEqual([
    { key: "z", isDiffering: true },
    { key: "b", isDiffering: true },
    { key: "a", isDiffering: false },
  ]);
});

test("counts two NaN as the same", () => {
  const runs = [makeRun({}, { loss: "NaN" }), makeRun({}, { loss: "NaN" })];
  expect(chooseColumns(runs).metrics).toEqual([{ key: "loss", isDiffering: false }]);
});

test("knows no columns without runs", () => {
  expect(chooseColumns([])).toEqual({ metrics: [], params: [] });
});

test("takes the first of each kind when there are too many", () => {
  const columns = chooseColumns([makeRun({ a: "1", b: "2" }, { x: 1, y: 2 })]);
  expect(limitColumns(columns, 1)).toEqual({
    metrics: [{ key: "x", isDiffering: false }],
    params: [{ key: "a", isDiffering: false }],
  });
});
