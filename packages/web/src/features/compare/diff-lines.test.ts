import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffLine, diffLines } from "./diff-lines.ts";

const textOf = (lines: readonly DiffLine[] | undefined, without: DiffLine["kind"]) =>
  lines
    ?.filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("\n");

test("shows what was removed and what was added", () => {
  expect(diffLines("a\nb\nc", "a\nx\nc")).toEqual([
    { kind: "same", text: "a" },
    { kind: "removed", text: "b" },
    { kind: "added", text: "x" },
    { kind: "same", text: "c" },
  ]);
});

test("leads from either text to the other, whatever they are", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      expect(textOf(lines, "added")).toBe(before);
      expect(textOf(lines, "removed")).toBe(after);
    }),
  );
});

test("gives up on texts that have little in common", () => {
  const numbers = (from: number) => Array.from({ length: 2000 }, (_, i) => from + i).join("\n");
  expect(diffLines(numbers(0), numbers(1_000_000))).toBeUndefined();
});
