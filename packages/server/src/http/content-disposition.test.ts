import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

describe("contentDisposition", () => {
  it.each([
    ["a.txt", "attachment; filename=a.txt"],
    ["100%.txt", "attachment; filename=100%.txt"],
    ["sp ace.txt", 'attachment; filename="sp ace.txt"'],
    ['q"uote.txt', 'attachment; filename="q\\"uote.txt"'],
    ["日本.txt", "attachment; filename=.txt; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt"],
    ["日本", "attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC"],
    ["é.txt", "attachment; filename=e.txt; filename*=UTF-8''%C3%A9.txt"],
    ["é(1)'*.txt", "attachment; filename=\"e(1)'*.txt\"; filename*=UTF-8''%C3%A9%281%29%27%2A.txt"],
  ])("names %s as MLflow does", (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });

  it("is a header without line breaks for any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(contentDisposition(name)).toMatch(/^attachment; filename=[\x20-\x7e]+$/);
      }),
    );
  });
});
