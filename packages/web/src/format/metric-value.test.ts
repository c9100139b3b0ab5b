import { expect, test } from "vitest";
import { formatExact, formatShort, readDouble } from "./metric-value.ts";

test("reads NaN and the largest doubles as what was logged", () => {
  expect(readDouble("NaN")).toBeNaN();
  expect(readDouble(1.7976931348623157e308)).toBe(Infinity);
  expect(readDouble(-1.7976931348623157e308)).toBe(-Infinity);
  expect(readDouble(10n ** 20n)).toBe(1e20);
  expect(readDouble(0.942)).toBe(0.942);
});

test("shows every digit where there is room", () => {
  expect(formatExact(0.1234567890123456)).toBe("0.1234567890123456");
  expect(formatExact(1e-12)).toBe("1e-12");
  expect(formatExact(NaN)).toBe("NaN");
  expect(formatExact(Infinity)).toBe("∞");
  expect(formatExact(-Infinity)).toBe("−∞");
});

test.each([
  [0.942, "0.942"],
  [0.938, "0.938"],
  [0.9384999, "0.9385"],
  [1.0999999999999996, "1.1"],
  [0, "0"],
  [-3, "-3"],
  [1e9, "1e9"],
  [123456789, "123456789"],
  [1234567.891, "1.2346e6"],
  [0.00003, "3e-5"],
  [1.23456789e-7, "1.2346e-7"],
  [NaN, "NaN"],
  [Infinity, "∞"],
])("shortens %f to %s in tables", (value, text) => {
  expect(formatShort(value)).toBe(text);
});
