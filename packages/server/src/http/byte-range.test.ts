import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange } from "./byte-range.ts";

describe("parseRange", () => {
  it.each([
    ["bytes=2-4", { first: 2, last: 4 }],
    ["bytes=6-", { first: 6, last: 10 }],
    ["bytes=-3", { first: 8, last: 10 }],
    ["bytes=-300", { first: 0, last: 10 }],
    ["bytes=5-500", { first: 5, last: 10 }],
    ["Bytes = 0-0", { first: 0, last: 0 }],
  ])("reads %s of a file of 11 bytes", (header, range) => {
    expect(parseRange(header, 11)).toEqual(range);
  });

  it.each(["bytes=11-", "bytes=100-200", "bytes=-0"])("can't satisfy %s", (header) => {
    expect(parseRange(header, 11)).toBe("unsatisfiable");
  });

  it.each([undefined, "", "lines=1-2", "bytes=5-2", "bytes=-", "bytes=0-1,4-5", "bytes=a-b"])(
    "answers the whole file for %s",
    (header) => {
      expect(parseRange(header, 11)).toBeUndefined();
    },
  );

  it("never reaches outside the file", () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (size, first, last) => {
        const range = parseRange(`bytes=${first ?? ""}-${last ?? ""}`, size);
        if (range === undefined || range === "unsatisfiable") return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(size);
      }),
    );
  });
});
