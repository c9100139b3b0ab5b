import { expect, test } from "vitest";
import { findViewFault, makeViewId, readSavedViews, toViewTag } from "./saved-view.ts";

const withTags = (tags: { key: string; value: string }[]) => ({
  experiment_id: "1",
  name: "one",
  lifecycle_stage: "active",
  tags,
});

test("reads what it wrote, by name", () => {
  const views = [
    { id: "b1", name: "View 10", search: "?view=both" },
    { id: "a1", name: "View 9 <b>é🎉", search: "" },
  ];
  expect(readSavedViews(withTags(views.map(toViewTag)))).toEqual([views[1], views[0]]);
});

test.each([
  ["no JSON", "a1", "{name"],
  ["no object", "a1", '"text"'],
  ["null", "a1", "null"],
  ["a list", "a1", "[1]"],
  ["no name", "a1", '{"search":"?view=both"}'],
  ["a blank name", "a1", '{"name":" ","search":""}'],
  ["a name without end", "a1", JSON.stringify({ name: "x".repeat(101), search: "" })],
  ["a search that is no text", "a1", '{"name":"a","search":{"view":"both"}}'],
  ["an id that is none", "../a", '{"name":"a","search":""}'],
  ["an empty id", "", '{"name":"a","search":""}'],
])("leaves out a tag with %s", (_, id, value) => {
  expect(readSavedViews(withTags([{ key: `mlflow-ts.view.${id}`, value }]))).toEqual([]);
});

test("leaves out ordinary tags", () => {
  expect(readSavedViews(withTags([{ key: "team", value: '{"name":"a","search":""}' }]))).toEqual(
    [],
  );
});

test("refuses names that are empty or taken, and views that no tag holds", () => {
  const others = [{ id: "a", name: "Mine", search: "" }];
  expect(findViewFault({ id: "b", name: "", search: "" }, others)).toMatch("needs a name");
  expect(findViewFault({ id: "b", name: "Mine", search: "" }, others)).toMatch("Another view");
  const long = { id: "b", name: "Long", search: "?columns=".padEnd(20_000, "x") };
  expect(findViewFault(long, others)).toMatch("more than a tag");
  expect(findViewFault({ id: "b", name: "Yours", search: "" }, others)).toBeUndefined();
});

test("makes ids that differ", () => {
  expect(new Set(Array.from({ length: 50 }, makeViewId)).size).toBe(50);
});
