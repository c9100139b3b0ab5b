import { expect, test } from "vitest";
import { encodeArray } from "./array-literal.ts";

test("writes what PostgreSQL reads as the same values", () => {
  const rows = [
    ["a", 1],
    ["a", -0.5],
    ['say "so", {c:\\d}', 9007199254740993n],
    ["", Infinity],
    ["NULL", NaN],
    [null, true],
  ] as const;
  expect(encodeArray(rows, ([text]) => text)).toBe(
    String.raw`{"a","a","say \"so\", {c:\\d}","","NULL",NULL}`,
  );
  expect(encodeArray(rows, ([, other]) => other)).toBe(
    "{1,-0.5,9007199254740993,Infinity,NaN,true}",
  );
});
