import { expect, test } from "vitest";
import {
  directionOf,
  isNested,
  nextOrder,
  readRunsSearch,
  toggleCollapsed,
  toOrderBy,
} from "./runs-search.ts";

test("keeps of an address what it knows", () => {
  expect(
    readRunsSearch({ searchFilter: "x", orderByKey: "a", lifecycleFilter: "Active", other: "1" }),
  ).toEqual({ searchFilter: "x", orderByKey: "a", orderByAsc: "false" });
  expect(readRunsSearch({ searchFilter: "", orderByAsc: "true", collapsed: "a b" })).toEqual({});
  expect(readRunsSearch({ lifecycleFilter: "Deleted", nested: "false" })).toEqual({
    lifecycleFilter: "Deleted",
    nested: "false",
  });
});

test("turns the order of a column from descending to ascending to none", () => {
  const [a, b] = [{ key: "metrics.`a`" }, { key: "params.`b`" }];
  const first = nextOrder({ searchFilter: "x" }, a);
  expect(toOrderBy(first)).toEqual(["metrics.`a` DESC"]);
  const second = nextOrder(first, a);
  expect(toOrderBy(second)).toEqual(["metrics.`a` ASC"]);
  expect(nextOrder(second, a)).toEqual({ searchFilter: "x" });
  expect(toOrderBy(nextOrder(second, b))).toEqual(["params.`b` DESC"]);
});

test("begins with the newest run first", () => {
  const started = { key: "attributes.start_time" };
  expect(directionOf({}, started)).toBe("descending");
  expect(toOrderBy(nextOrder({}, started))).toEqual(["attributes.start_time ASC"]);
});

test("tells a metric's smallest value from its latest", () => {
  const last = { key: "metrics.`a`" };
  const smallest = { ...last, metricValue: "MIN" } as const;
  const search = nextOrder({}, smallest);
  expect(directionOf(search, smallest)).toBe("descending");
  expect(directionOf(search, last)).toBeUndefined();
  expect(nextOrder(search, last).orderByValue).toBeUndefined();
});

test("nests runs in the list's own order, and in others when asked", () => {
  expect(isNested({})).toBe(true);
  expect(isNested({ orderByKey: "a" })).toBe(false);
  expect(isNested({ orderByKey: "a", nested: "true" })).toBe(true);
  expect(isNested({ nested: "false" })).toBe(false);
});

test("folds children away and shows them again", () => {
  const folded = toggleCollapsed(toggleCollapsed({}, "a"), "b");
  expect(folded).toEqual({ collapsed: "a,b" });
  expect(toggleCollapsed(toggleCollapsed(folded, "a"), "b")).toEqual({});
});
