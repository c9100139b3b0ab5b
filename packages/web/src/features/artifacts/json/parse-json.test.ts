import { expect, test } from "vitest";
import { JsonNumber, parseJson, parseJsonLines } from "./parse-json.ts";

test("keeps every digit, and the numbers that Python writes beside JSON's", () => {
  const value = parseJson(
    '{"step": 9007199254740993, "loss": [NaN, -Infinity, 0.5], "text": "NaN \\" 12345678901234567"}',
  );
  expect(value).toEqual({
    step: new JsonNumber("9007199254740993"),
    loss: [new JsonNumber("NaN"), new JsonNumber("-Infinity"), 0.5],
    text: 'NaN " 12345678901234567',
  });
  expect(parseJson("NaN")).toEqual(new JsonNumber("NaN"));
  expect(parseJson("[0.1234567890123456]")).toEqual([0.1234567890123456]);
});

test("takes names of JavaScript's own as any other", () => {
  const value = parseJson('{"__proto__": {"isAdmin": 9007199254740993}}');
  expect(Object.keys(value ?? {})).toEqual(["__proto__"]);
  expect("isAdmin" in {}).toBe(false);
});

test("reads what nests without end", () => {
  const depth = 100_000;
  expect(Array.isArray(parseJson("[".repeat(depth) + "NaN" + "]".repeat(depth)))).toBe(true);
});

test("says what is broken, and nothing of how it was read", () => {
  expect(() => parseJson('{"a": 1,\n "b": }')).toThrow(/'}'/);
  expect(() => parseJson('{"a": 1')).toThrow(SyntaxError);
  expect(() => parseJson("[NaN,\n <b>]")).toThrow(/^(?!.*udfff).*'<'/s);
});

test("reads a value from each line", () => {
  expect(parseJsonLines('{"a":1}\n\n[2]\n')).toEqual([{ a: 1 }, [2]]);
  expect(() => parseJsonLines("{}\nx")).toThrow("Line 2");
});
