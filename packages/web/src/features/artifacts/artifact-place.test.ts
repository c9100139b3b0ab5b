import { expect, test } from "vitest";
import {
  fromAddress,
  isWithin,
  placeBelow,
  placeBeside,
  pythonUri,
  toAddress,
  type ArtifactPlace,
} from "./artifact-place.ts";

const plots: ArtifactPlace = { source: "run", runId: "r1", path: "plots" };
const model: ArtifactPlace = { source: "model", modelId: "m-1", path: "" };

test("writes places into addresses and reads them back", () => {
  for (const place of [plots, model, placeBelow(model, "data/model.pth")]) {
    expect(fromAddress(toAddress(place), "r1")).toEqual(place);
  }
  expect(toAddress(placeBelow(model, "MLmodel"))).toBe("models:/m-1/MLmodel");
});

test("knows what lies in a folder, and not what is only named alike", () => {
  expect(isWithin(placeBelow(plots, "a/b.png"), plots)).toBe(true);
  expect(isWithin({ ...plots, path: "plots-old/a.png" }, plots)).toBe(false);
  expect(isWithin(plots, model)).toBe(false);
});

test("names what Python loads", () => {
  expect(pythonUri({ source: "run", runId: "r1", path: "model" })).toBe("runs:/r1/model");
  expect(pythonUri(model)).toBe("models:/m-1");
});

test("finds what a file names by a relative path, within the artifacts", () => {
  const file = placeBelow(plots, "notes.md");
  const pathOf = (written: string) => placeBeside(file, written)?.path;
  expect(pathOf("a.png")).toBe("plots/a.png");
  expect(pathOf("./sub/a%20b.png?x#y")).toBe("plots/sub/a b.png");
  expect(pathOf("../100%.png")).toBe("100%.png");
  expect(pathOf("../../secret")).toBeUndefined();
});
