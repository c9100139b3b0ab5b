import { expect, test } from "vitest";
import { readCompareSearch, readRunIds } from "./compare-search.ts";

test("reads runs from our addresses and from MLflow's", () => {
  expect(readRunIds("a1,b2,a1")).toEqual(["a1", "b2"]);
  expect(readRunIds('["a1","b2"]')).toEqual(["a1", "b2"]);
  expect(readRunIds(undefined)).toEqual([]);
  expect(readRunIds(Array.from({ length: 200 }, (_, id) => `r${id}`).join(","))).toHaveLength(100);
});

test("keeps what the charts and the artifacts show", () => {
  const search = { runs: "a,b", artifact: "plots", chartTab: "bars", other: "x" };
  expect(readCompareSearch(search)).toEqual({ runs: "a,b", artifact: "plots", chartTab: "bars" });
});
