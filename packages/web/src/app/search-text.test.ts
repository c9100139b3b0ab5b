import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "./search-text.ts";

test("keeps texts of an address as they are, both ways", () => {
  const search = { searchFilter: "metrics.`a b` > 0.5", number: "1" };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test("leaves out what is unset", () => {
  expect(stringifySearch({ a: undefined })).toBe("");
});
