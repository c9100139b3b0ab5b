import { expect, test } from "vitest";
import { foldersOf, splitName, toTreeRows } from "./experiment-tree.ts";

const named = (...names: string[]) =>
  names.map((name, index) => ({ experiment_id: String(index), name, lifecycle_stage: "active" }));

const drawn = (names: string[], folded: string[] = []) =>
  toTreeRows(named(...names), new Set(folded)).map(
    (row) => `${"  ".repeat(row.depth)}${row.label}${row.kind === "folder" ? "/" : ""}`,
  );

test("puts experiments into the folders that their names begin with", () => {
  expect(drawn(["b/two", "alone", "a/x", "b/one", "b/deep/three", "a"])).toEqual([
    "a/",
    "  x",
    "b/",
    "  deep/",
    "    three",
    "  two",
    "  one",
    "alone",
    "a",
  ]);
});

test("leaves out what stands in a folded folder", () => {
  expect(drawn(["b/two", "b/deep/three", "a/x"], ["b"])).toEqual(["a/", "  x", "b/"]);
  expect(drawn(["b/two", "b/deep/three"], ["b/deep"])).toEqual(["b/", "  deep/", "  two"]);
});

test("draws folders that hold one folder only as one", () => {
  expect(drawn(["team/vision/cnn", "team/vision/vit"])).toEqual(["team/vision/", "  cnn", "  vit"]);
  expect(drawn(["team/vision/cnn"], ["team/vision"])).toEqual(["team/vision/"]);
});

test("keeps slashes that divide nothing", () => {
  expect(splitName("/Users/ann")).toEqual(["/Users", "ann"]);
  expect(splitName("a//b/")).toEqual(["a", "/b/"]);
  for (const name of ["/", "//", "", "a/", "__proto__/x"]) {
    expect(splitName(name).join("/")).toBe(name);
  }
  expect(foldersOf("a/b/c")).toEqual(["a", "a/b"]);
  expect(foldersOf("alone")).toEqual([]);
});

test("counts the experiments and running runs of a folder, and places of siblings", () => {
  const activity = { experiment_id: "0", run_count: 3, running_count: 2, last_activity_time: 1 };
  const rows = toTreeRows(named("a/b/c", "a/d", "e"), new Set(["a"]), new Map([["0", activity]]));
  expect(rows).toMatchObject([
    { path: "a", experimentCount: 2, runningCount: 2, position: 1, siblingCount: 2 },
    { label: "e", position: 2, siblingCount: 2 },
  ]);
});

test("makes the rows of 2,000 experiments within a frame", () => {
  const names = Array.from({ length: 2000 }, (_, n) => `team ${n % 40}/project ${n % 200}/${n}`);
  const experiments = named(...names);
  toTreeRows(experiments, new Set());
  const start = performance.now();
  const rows = toTreeRows(experiments, new Set());
  expect(performance.now() - start).toBeLessThan(100);
  expect(rows).toHaveLength(2000 + 200 + 40);
});
