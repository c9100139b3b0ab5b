import { expect, test } from "vitest";
import { holdsWords } from "./holds-words.ts";

test("finds each word anywhere, whatever its case", () => {
  expect(holdsWords("optimizer.lr 0.01", "LR opt")).toBe(true);
  expect(holdsWords("optimizer.lr 0.01", "lr adam")).toBe(false);
  expect(holdsWords("anything", " ")).toBe(true);
});
