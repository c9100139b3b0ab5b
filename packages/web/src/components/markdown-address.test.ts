import { expect, test } from "vitest";
import { findImage, findLink } from "./markdown-address.ts";

const BASE = "http://tracking:5000/prefix/";
const resolve = (path: string) => `get-artifact?path=${path}`;

test.each([
  ["https://example.org/a", true],
  ["//example.org/a", true],
  ["mailto:a@example.org", true],
  ["#/experiments/1", false],
  ["/prefix/#/compare", false],
])("follows %s, foreign: %s", (href, isForeign) => {
  expect(findLink(href, BASE, undefined)).toEqual({ href, isForeign });
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  " \u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:http://tracking:5000/1",
  "file:///etc/passwd",
  "http://[",
])("does not follow %j", (href) => {
  expect(findLink(href, BASE, undefined)).toBeUndefined();
  expect(findLink(href, BASE, (path) => path)).toBeUndefined();
});

test("asks what a relative path names, and nothing else", () => {
  expect(findLink("plots/a.png", BASE, resolve)?.href).toBe("get-artifact?path=plots/a.png");
  expect(findLink("#/compare", BASE, resolve)?.href).toBe("#/compare");
  expect(findLink("a.md", BASE, () => undefined)).toBeUndefined();
});

test("loads pictures of this server and of the text alone", () => {
  const dot = "data:image/png;base64,iVBORw0KGgo=";
  expect(findImage(dot, BASE, resolve)).toBe(dot);
  expect(findImage("a.png", BASE, resolve)).toBe("get-artifact?path=a.png");
  expect(findImage("https://example.org/a.png", BASE, resolve)).toBeUndefined();
  expect(findImage("data:image/svg+xml,<svg/>", BASE, resolve)).toBeUndefined();
});
