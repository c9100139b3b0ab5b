import { expect, test } from "vitest";
import { cutText } from "./cut-text.ts";

test("leaves a short text as it is", () => {
  expect(cutText("short", 5)).toBe("short");
});

test("cuts a long text and says so", () => {
  expect(cutText("x".repeat(6000), 10)).toBe("xxxxxxxxxx…");
});

test("never cuts an emoji in half", () => {
  expect(cutText("ab👩‍👩‍👧‍👦cd", 4)).toBe("ab…");
  expect(cutText("🚀🚀🚀", 3)).toBe("🚀…");
});

test("spells out what would turn the direction of the text", () => {
  expect(cutText("\u202eevil.exe", 20)).toBe("\\u202eevil.exe");
  expect(cutText("\u05e9\u05dc\u05d5\u05dd", 20)).toBe("\u05e9\u05dc\u05d5\u05dd");
});
