import { expect, test } from "vitest";
import { quickFilters, readQuickSearch } from "./quick-filters.ts";
import { joinFilters } from "./read-filter.ts";

test("asks for any of the statuses chosen, and for the rest besides", () => {
  const search = readQuickSearch({ status: "FAILED,RUNNING", started: "1h", dataset: "mnist" });
  expect(joinFilters(quickFilters(search, 3_600_000 + 125_000))).toBe(
    "(status = 'RUNNING' OR status = 'FAILED') AND start_time >= 120000 AND datasets.name = 'mnist'",
  );
});

test("asks for nothing when nothing is chosen", () => {
  expect(quickFilters({}, 0)).toEqual([]);
});

test("passes over what it does not know", () => {
  expect(readQuickSearch({ status: "ODD", started: "2y", dataset: "" })).toEqual({});
});
