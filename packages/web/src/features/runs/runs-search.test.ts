import { expect, test } from "vitest";
import { nextOrder, readRunsSearch, toFilter, toOrderBy, toOrderKey } from "./runs-search.ts";

test("keeps of an address what it knows", () => {
  expect(
    readRunsSearch({ searchFilter: "x", orderByKey: "a", lifecycleFilter: "Active", other: "1" }),
  ).toEqual({ searchFilter: "x", orderByKey: "a", orderByAsc: "false" });
  expect(readRunsSearch({ searchFilter: "", orderByAsc: "true" })).toEqual({});
  expect(readRunsSearch({ lifecycleFilter: "Deleted" })).toEqual({ lifecycleFilter: "Deleted" });
});

test("makes a filter on the name of plain words", () => {
  expect(toFilter(" wide  lr3 ")).toBe(
    "attributes.run_name ILIKE '%wide%' AND attributes.run_name ILIKE '%lr3%'",
  );
  expect(toFilter("   ")).toBe("");
});

test.each(["metrics.loss < 0.5", "params.a = 'b'", "tags.x IS NULL", "name LIKE x", "a in (1)"])(
  "leaves MLflow's language alone: %s",
  (filter) => {
    expect(toFilter(filter)).toBe(filter);
  },
);

test("quotes keys with whatever they do not hold", () => {
  expect(toOrderKey("metrics", "val/loss 1")).toBe("metrics.`val/loss 1`");
  expect(toOrderKey("params", "a`b")).toBe('params."a`b"');
});

test("turns the order of a column from descending to ascending to none", () => {
  const first = nextOrder({ searchFilter: "x" }, "metrics.`a`");
  expect(toOrderBy(first)).toEqual(["metrics.`a` DESC"]);
  const second = nextOrder(first, "metrics.`a`");
  expect(toOrderBy(second)).toEqual(["metrics.`a` ASC"]);
  expect(nextOrder(second, "metrics.`a`")).toEqual({ searchFilter: "x" });
  expect(toOrderBy(nextOrder(second, "params.`b`"))).toEqual(["params.`b` DESC"]);
  expect(toOrderBy(nextOrder({}, "attributes.start_time"))).toEqual(["attributes.start_time ASC"]);
});
