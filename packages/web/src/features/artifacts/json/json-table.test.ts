import { expect, test } from "vitest";
import { findTable } from "./json-table.ts";
import { parseJson } from "./parse-json.ts";

const textsOf = (json: string) => {
  const table = findTable(parseJson(json));
  if (table === undefined) return undefined;
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((_name, column) => table.cellAt(row, column)?.text),
  );
  return [table.columns, ...rows];
};

test("finds the table that log_table writes", () => {
  expect(textsOf('{"columns": ["a", 2], "data": [[1, NaN], ["x", {"b": null}], [3]]}')).toEqual([
    ["a", "2"],
    ["1", "NaN"],
    ["x", '{"b":null}'],
    ["3", ""],
  ]);
});

test("finds the table in a list of objects, whose keys may differ", () => {
  expect(textsOf('[{"a": 1}, {"b": null, "a": 2}]')).toEqual([
    ["a", "b"],
    ["1", ""],
    ["2", "null"],
  ]);
});

test.each(["[]", "[1]", "{}", '[{"a":1}, 2]', '{"columns": [], "data": []}', "3", "null", "NaN"])(
  "finds none in %s",
  (json) => {
    expect(findTable(parseJson(json))).toBeUndefined();
  },
);
