import { expect, test } from "vitest";
import { findDelimiter, parseCsv } from "./parse-csv.ts";

const rowsOf = (text: string) => {
  const { header, rows } = parseCsv(text, ",");
  return [header, ...rows];
};

test("reads cells in quotes with commas, quotes and line breaks in them", () => {
  expect(rowsOf('a,b\r\n"1,2","say ""hi"""\r\n"two\nlines",\r\n')).toEqual([
    ["a", "b"],
    ["1,2", 'say "hi"'],
    ["two\nlines", ""],
  ]);
});

test("reads any kind of line break, and a last line without one", () => {
  expect(rowsOf("a\nb\r\nc\rd")).toEqual([["a"], ["b"], ["c"], ["d"]]);
  expect(rowsOf("a,b\n\n1,\n")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
});

test("keeps rows as short and as long as they are", () => {
  expect(rowsOf("a,b\n1\n1,2,3")).toEqual([["a", "b"], ["1"], ["1", "2", "3"]]);
  expect(rowsOf('a,"b"c,d')).toEqual([["a", "bc", "d"]]);
});

test("says where a quote begins that never ends", () => {
  const { rows, openQuoteLine } = parseCsv('a,b\n"x\ny",2\n3,"open\n4,5', ",");
  expect(openQuoteLine).toBe(4);
  expect(rows).toEqual([
    ["x\ny", "2"],
    ["3", "open\n4,5"],
  ]);
});

test("reads nothing out of nothing", () => {
  expect(parseCsv("", ",")).toEqual({ header: [], rows: [], openQuoteLine: undefined });
});

test.each([
  ["a,b;c,d", ","],
  ["a;b;c", ";"],
  ["a\tb", "\t"],
  ["only", ","],
])("finds what separates the cells of %j", (text, mark) => {
  expect(findDelimiter(text)).toBe(mark);
});
