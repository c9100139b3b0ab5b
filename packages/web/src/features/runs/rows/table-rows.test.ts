import type { RunGroup } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { layOutGroups, locate, pagesInSight } from "./table-rows.ts";

const group = (value: string, run_count: number): RunGroup => ({ value, run_count, metrics: [] });
const groups = [group("a", 3), group("b", 250), group("c", 1)];
const open = layOutGroups(
  groups,
  ({ value }) => value !== "a",
  ({ value }) => `is ${value}`,
);

test("puts the runs of open groups below their heads", () => {
  expect(open.rowCount).toBe(3 + 250 + 1);
  expect([...open.heads].map(([row, { value }]) => [row, value])).toEqual([
    [0, "a"],
    [1, "b"],
    [252, "c"],
  ]);
});

test("asks for the pages in sight only", () => {
  const { segments } = open;
  expect(pagesInSight(segments, { first: 0, end: 20 })).toEqual([{ filter: "is b", offset: 0 }]);
  expect(pagesInSight(segments, { first: 95, end: 110 })).toEqual([
    { filter: "is b", offset: 0 },
    { filter: "is b", offset: 100 },
  ]);
  expect(pagesInSight(segments, { first: 240, end: 254 })).toEqual([
    { filter: "is b", offset: 200 },
    { filter: "is c", offset: 0 },
  ]);
});

test("finds the page and place of each row", () => {
  expect(locate(open.segments, 1)).toBeUndefined();
  expect(locate(open.segments, 2)).toMatchObject({ filter: "is b", offset: 0, place: 0 });
  expect(locate(open.segments, 251)).toMatchObject({ offset: 200, place: 49, index: 249 });
  expect(locate(open.segments, 252)).toBeUndefined();
  expect(locate(open.segments, 253)).toMatchObject({ filter: "is c", place: 0 });
});
