import { expect, test } from "vitest";
import { sortRows } from "./sort-rows.ts";
import { toCell, toTextCell, type TableSource } from "./table-source.ts";

const tableOf = (...texts: string[]): TableSource => ({
  columns: ["a"],
  rowCount: texts.length,
  cellAt: (row) => toTextCell(texts[row]),
  isWhole: true,
});

const sorted = (isDescending: boolean, ...texts: string[]) =>
  [...sortRows(tableOf(...texts), { column: 0, isDescending })].map((row) => texts[row]);

test("sorts numbers by their value, infinity among them", () => {
  expect(sorted(false, "10", "9", "-inf", "1e3", "Infinity")).toEqual([
    "-inf",
    "9",
    "10",
    "1e3",
    "Infinity",
  ]);
});

test("keeps what is empty or not a number at the end in both directions", () => {
  expect(sorted(false, "", "2", "nan", "1")).toEqual(["1", "2", "", "nan"]);
  expect(sorted(true, "", "2", "nan", "1")).toEqual(["2", "1", "", "nan"]);
});

test("sorts texts as a person does, after numbers", () => {
  expect(sorted(false, "run 10", "7", "run 9", "b")).toEqual(["7", "b", "run 9", "run 10"]);
});

test("writes values of every kind as text", () => {
  expect(toCell(2n ** 53n + 1n)).toEqual({ text: "9007199254740993", kind: "number" });
  expect(toCell(new Date(0)).text).toBe("1970-01-01T00:00:00.000Z");
  expect(toCell(new Date(NaN)).text).toBe("Invalid date");
  expect(toCell({ a: [1n, null] }).text).toBe('{"a":[1,null]}');
  expect(toCell(new Uint8Array([1, 255])).text).toBe("01 ff");
  expect(toCell(undefined)).toEqual({ text: "null", kind: "none" });
});
