import { expect, test } from "vitest";
import { artifactOfTab, metricsOfTab, readRunSearch } from "./run-search.ts";

test("reads the selected artifact from our address and from MLflow's", () => {
  expect(readRunSearch({ artifact: "a/b.png", other: "1" })).toEqual({ artifact: "a/b.png" });
  expect(readRunSearch({ artifact: "" })).toEqual({});
  expect(artifactOfTab("artifacts/plots/roc.png")).toBe("plots/roc.png");
  expect(artifactOfTab("model-metrics")).toBeUndefined();
  expect(artifactOfTab(undefined)).toBeUndefined();
});

test("reads which metrics are charted from our address and from MLflow's", () => {
  expect(readRunSearch({ metrics: "system" })).toEqual({ metrics: "system" });
  expect(readRunSearch({ metrics: "other" })).toEqual({});
  expect(metricsOfTab("system-metrics")).toBe("system");
  expect(metricsOfTab("model-metrics")).toBe("model");
  expect(metricsOfTab("artifacts/system-metrics")).toBeUndefined();
});
