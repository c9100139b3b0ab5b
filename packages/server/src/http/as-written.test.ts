import { expect, it } from "vitest";
import { numberAsWritten, rememberSource } from "./as-written.ts";

function remember(source: string): unknown {
  const body: unknown = JSON.parse(source);
  rememberSource(body, source);
  return body;
}

it("finds a number as it was written", () => {
  const body = remember('{"a": 9.0, "b": [{"c": 1e3}], "d": "9.0"}');
  expect(numberAsWritten(body, ["a"])).toBe("9.0");
  expect(numberAsWritten(body, ["b", 0, "c"])).toBe("1e3");
});

it("finds nothing where no number is, or in a body that nobody remembers", () => {
  const body = remember('{"a": "9.0", "b": {"written": "x"}}');
  for (const path of [["a"], ["nope"], ["a", 0, "b"]]) {
    expect(numberAsWritten(body, path)).toBeUndefined();
  }
  expect(numberAsWritten({ a: 9 }, ["a"])).toBeUndefined();
  expect(numberAsWritten(undefined, ["a"])).toBeUndefined();
  expect(numberAsWritten(remember(`{"a": 9.0, "b": "${"x".repeat(100_000)}"}`), ["a"])).toBe(
    undefined,
  );
});
