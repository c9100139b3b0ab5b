import { describe, expect, it } from "vitest";
import { double } from "./wire.ts";

describe("a double", () => {
  it.each([
    ["NaN", NaN],
    ["nan", NaN],
    ["-nan", NaN],
    ["Infinity", Infinity],
    ["inf", Infinity],
    ["+Inf", Infinity],
    ["-Infinity", -Infinity],
    ["-inf", -Infinity],
    ["0.25", 0.25],
    ["-1e-3", -0.001],
    [12n, 12],
    [-0, -0],
  ])("may come as %o", (given, value) => {
    expect(double().parse(given)).toBe(value);
  });

  it.each(["", " 1", "1_000", "0x10", "1e999", "infinite", "nano", true, [1], null])(
    "may not come as %o",
    (given) => {
      expect(double().safeParse(given).success).toBe(false);
    },
  );
});
