import { expect, test } from "vitest";
import { formatBytes } from "./bytes.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [30_000, "30.0 kB"],
  [123_456_789, "123 MB"],
  [5e15, "5000 TB"],
])("shows %i bytes as %s", (size, text) => {
  expect(formatBytes(size)).toBe(text);
});
