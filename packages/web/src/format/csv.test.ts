import { expect, test } from "vitest";
import { formatCsvNumber, toCsvRow } from "./csv.ts";

test("quotes what a CSV cell can't hold plainly, and disarms formulas", () => {
  expect(toCsvRow(["a", 'say "b", c', "=1+1"])).toBe(`a,"say ""b"", c",'=1+1\r\n`);
});

test("writes values that are no numbers by their names", () => {
  const values = [0.1, null, Number.MAX_VALUE, -Number.MAX_VALUE, undefined];
  expect(values.map(formatCsvNumber)).toEqual(["0.1", "NaN", "Infinity", "-Infinity", ""]);
});
