import { expect, test } from "vitest";
import { findFaults, toChanges } from "./tag-draft.ts";

test("changes only what differs from the tags before", () => {
  const old = [
    { key: "kept", value: "1" },
    { key: "edited", value: "a" },
    { key: "gone", value: "x" },
  ];
  const drafts = [
    { id: 1, key: "kept", value: "1" },
    { id: 2, key: "edited", value: "b" },
    { id: 3, key: "new", value: "" },
    { id: 4, key: "", value: "" },
  ];
  expect(toChanges(old, drafts)).toEqual([
    { key: "gone", from: "x", to: undefined },
    { key: "edited", from: "a", to: "b" },
    { key: "new", from: undefined, to: "" },
  ]);
});

test("finds keys that are missing, twice there, or not a person's", () => {
  const faults = findFaults([
    { id: 1, key: "team", value: "a" },
    { id: 2, key: "team", value: "b" },
    { id: 3, key: "", value: "c" },
    { id: 4, key: "", value: "" },
    { id: 5, key: "mlflow.user", value: "d" },
    { id: 6, key: "mlflow-ts.view.x", value: "e" },
  ]);
  expect([...faults.keys()]).toEqual([2, 3, 5, 6]);
});
