import { expect, test } from "vitest";
import { STATUS_LOOKS } from "./run-status.ts";

test("gives every status a word and a tone of its own", () => {
  const looks = Object.values(STATUS_LOOKS);
  expect(new Set(looks.map((look) => look.word)).size).toBe(5);
  expect(new Set(looks.map((look) => look.tone)).size).toBe(5);
});
