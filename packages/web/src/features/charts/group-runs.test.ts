import { expect, test } from "vitest";
import { type GroupedRun, groupRuns } from "./group-runs.ts";

const run = (runId: string, lr: string | undefined, datasets: string[] = []): GroupedRun => ({
  runId,
  status: runId === "c" ? "FAILED" : "FINISHED",
  data: { params: lr === undefined ? [] : [{ key: "lr", value: lr }], tags: [], metrics: [] },
  datasets,
});
const runs = [run("a", "0.1", ["x", "y"]), run("b", "0.1", ["x"]), run("c", undefined)];
const shown = (groups: ReturnType<typeof groupRuns>) =>
  groups.map(({ name, runIds }) => [name, ...runIds]);

test("groups as the table does, the largest first, those without a value too", () => {
  expect(shown(groupRuns(runs, { by: "PARAM", key: "lr" }))).toEqual([
    ["lr=0.1", "a", "b"],
    ["no lr", "c"],
  ]);
  expect(shown(groupRuns(runs, { by: "DATASET" }))).toEqual([
    ["x", "a", "b"],
    ["y", "a"],
    ["no dataset", "c"],
  ]);
  expect(shown(groupRuns(runs, { by: "STATUS" }))).toEqual([
    ["Finished", "a", "b"],
    ["Failed", "c"],
  ]);
});

test("gives each group a colour of its own, the same one each time", () => {
  const colors = () => groupRuns(runs, { by: "DATASET" }).map(({ color }) => color);
  expect(new Set(colors()).size).toBe(3);
  expect(colors()).toEqual(colors());
});
