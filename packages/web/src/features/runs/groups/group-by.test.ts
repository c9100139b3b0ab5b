import { parseFilter } from "@mlflow-ts/contract/filter";
import { expect, test } from "vitest";
import { joinFilters } from "../filter/read-filter.ts";
import {
  filterOfGroup,
  parseGroupBy,
  parseOpenGroups,
  readGroupSearch,
  toggleGroup,
} from "./group-by.ts";

test("reads from an address what runs are grouped by", () => {
  expect(parseGroupBy("param:a:b")).toEqual({ by: "PARAM", key: "a:b" });
  expect(parseGroupBy("tag:team")).toEqual({ by: "TAG", key: "team" });
  expect(parseGroupBy("dataset")).toEqual({ by: "DATASET" });
  expect(parseGroupBy("param:")).toBeUndefined();
  expect(readGroupSearch({ groupBy: "odd", open: "[]" })).toEqual({});
});

test("opens and closes groups, also the one without a value", () => {
  const open = toggleGroup(toggleGroup(undefined, "adam"), null);
  expect(parseOpenGroups(open)).toEqual(["adam", null]);
  expect(toggleGroup(toggleGroup(open, "adam"), null)).toBeUndefined();
  expect(parseOpenGroups("nonsense")).toEqual([]);
});

test.each([
  ["param:a b", "it's", "params"],
  ["param:a b", undefined, "IS NULL"],
  ["tag:team", "x", "tag"],
  ["dataset", "mnist", "datasets.name"],
  ["dataset", undefined, "NOT"],
  ["status", "FAILED", "status"],
])("asks for the runs of the group %s = %s", (text, value, part) => {
  const by = parseGroupBy(text);
  if (by === undefined) throw new Error("it is one");
  const filter = filterOfGroup(by, value === undefined ? {} : { value });
  const printed = joinFilters([filter]);
  expect(printed).toContain(part);
  expect(parseFilter("runs", printed)).toEqual(filter);
});
