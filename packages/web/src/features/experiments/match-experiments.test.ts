import { expect, test } from "vitest";
import { matchByWords } from "./match-experiments.ts";

const entries = [{ name: "MNIST cnn" }, { name: "mnist-baseline" }, { name: "cifar/cnn" }];

test("finds names that hold every word, whatever the case and order", () => {
  expect(matchByWords(entries, "CNN mnist")).toEqual([{ name: "MNIST cnn" }]);
  expect(matchByWords(entries, "mnist")).toHaveLength(2);
});

test("finds all while nothing is typed", () => {
  expect(matchByWords(entries, "  ")).toBe(entries);
});
