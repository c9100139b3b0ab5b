import { expect, test } from "vitest";
import {
  isVisible,
  readVisibilitySearch,
  toggleVisible,
  toVisibility,
  toVisibilitySearch,
} from "./run-visibility.ts";

const untouched = toVisibility({});

test("draws the first runs of the list, and no other, until a person says so", () => {
  expect(isVisible(untouched, "a", 19)).toBe(true);
  expect(isVisible(untouched, "a", 20)).toBe(false);
});

test("hides one of the first runs and shows it again", () => {
  const hidden = toggleVisible(untouched, "a", 3);
  expect(isVisible(hidden, "a", 3)).toBe(false);
  expect(toggleVisible(hidden, "a", 3)).toEqual(untouched);
});

test("shows a run far down the list and hides it again", () => {
  const shown = toggleVisible(untouched, "a", 500);
  expect(isVisible(shown, "a", 500)).toBe(true);
  expect(toggleVisible(shown, "a", 500)).toEqual(untouched);
});

test("keeps a run hidden that moves up the list", () => {
  const shown = toggleVisible(untouched, "a", 500);
  const hidden = toggleVisible(shown, "a", 2);
  expect(isVisible(hidden, "a", 2)).toBe(false);
});

test("hides and shows a run of a group, whose place in the list is not known", () => {
  const hidden = toggleVisible(untouched, "a", undefined, true);
  expect(isVisible(hidden, "a", 3)).toBe(false);
  const shown = toggleVisible(hidden, "a", undefined, false);
  expect(isVisible(shown, "a", 3)).toBe(true);
  expect(isVisible(shown, "a", 500)).toBe(true);
});

test("stands in the address and is read from it again", () => {
  const changed = toggleVisible(toggleVisible({ ...untouched, limit: 50 }, "a1", 1), "b2", 99);
  const search = toVisibilitySearch(changed);
  expect(search).toEqual({ visible: "50", hidden: "a1", shown: "b2" });
  expect(toVisibility(readVisibilitySearch({ ...search, other: "x" }))).toEqual(changed);
  expect(toVisibilitySearch(untouched)).toEqual({});
});

test("passes over what is no list of run ids or no known limit", () => {
  expect(readVisibilitySearch({ visible: "7", hidden: "a,,b", shown: 5 })).toEqual({});
});
