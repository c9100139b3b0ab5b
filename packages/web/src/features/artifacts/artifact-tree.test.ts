import { expect, test } from "vitest";
import { foldersAbove, toModelNodes, toNodes } from "./artifact-tree.ts";

const root = { source: "run", runId: "r1", path: "" } as const;

test("lists folders first and sorts numbers by their size", () => {
  const nodes = toNodes(
    [
      { path: "epoch-10.png", is_dir: false, file_size: 5 },
      { path: "epoch-9.png", is_dir: false, file_size: 4 },
      { path: "plots", is_dir: true },
    ],
    root,
  );
  expect(nodes.map((node) => node.name)).toEqual(["plots", "epoch-9.png", "epoch-10.png"]);
  expect(nodes[1]).toEqual({
    name: "epoch-9.png",
    place: { source: "run", runId: "r1", path: "epoch-9.png" },
    kind: "file",
    sizeBytes: 4,
  });
});

test("names a file in a folder by its last part", () => {
  const [node] = toNodes([{ path: "plots/roc.png", is_dir: false }], { ...root, path: "plots" });
  expect(node).toMatchObject({ name: "roc.png", place: { path: "plots/roc.png" } });
});

test("tells models of one name apart by their id", () => {
  const names = toModelNodes([
    { modelId: "m-1", name: "model" },
    { modelId: "m-2", name: "model" },
    { modelId: "m-3", name: "best" },
  ]).map((node) => node.name);
  expect(names).toEqual(["model (m-1)", "model (m-2)", "best"]);
});

test("opens the folders above a place, and the model it is in", () => {
  expect(foldersAbove({ ...root, path: "a/b/c.png" })).toEqual(["a", "a/b"]);
  expect(foldersAbove({ ...root, path: "c.png" })).toEqual([]);
  expect(foldersAbove({ source: "model", modelId: "m-1", path: "data/x" })).toEqual([
    "models:/m-1",
    "models:/m-1/data",
  ]);
  expect(foldersAbove({ source: "model", modelId: "m-1", path: "" })).toEqual([]);
});
