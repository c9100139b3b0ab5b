import { expect, test } from "vitest";
import { previewKind } from "./preview-kind.ts";

test.each([
  ["plots/roc.PNG", "image"],
  ["a.svg", "image"],
  ["report.html", "html"],
  ["README.md", "markdown"],
  ["data/model.pth", "archive"],
  ["data/weights.onnx", "none"],
  ["tables/eval.json", "json"],
  ["a.TSV", "table"],
  ["zones.geojson", "map"],
  ["model/MLmodel", "text"],
  ["conda.yaml", "text"],
  [".gitignore", "text"],
  ["png", "text"],
])("shows %s as %s", (path, kind) => {
  expect(previewKind(path)).toBe(kind);
});
