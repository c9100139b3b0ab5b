import { expect, test } from "vitest";
import { childrenOf, entriesOf } from "./json-children.ts";

const keysBelow = (count: number) => {
  const entries = entriesOf(Array.from({ length: count }, (_, index) => index));
  return childrenOf({ entries, first: 0 }).map(({ key }) => key);
};

test("tells a long list in ranges, and a longer one in ranges of ranges", () => {
  expect(keysBelow(3)).toEqual(["0", "1", "2"]);
  expect(keysBelow(250)).toEqual(["0 … 99", "100 … 199", "200 … 249"]);
  expect(keysBelow(25_000)).toEqual(["0 … 9999", "10000 … 19999", "20000 … 24999"]);
});
