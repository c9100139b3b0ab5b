import { expect, test } from "vitest";
import { findBadAnswers, findP99, isNormal } from "./latency.ts";
import type { Attempt } from "./retrying-client.ts";

const attempt = (fields: Partial<Attempt>): Attempt => ({
  path: "p",
  beganAt: 0,
  ms: 1,
  status: 200,
  retryAfter: undefined,
  ...fields,
});

test("finds what 99 of 100 answers took, of those within the time", () => {
  const attempts = Array.from({ length: 100 }, (_, i) => attempt({ ms: i, beganAt: 10 }));
  const outside = [attempt({ ms: 1000, beganAt: 20 }), attempt({ ms: 1000, beganAt: 9 })];
  expect(findP99([...attempts, ...outside], 10, 20)).toBe(99);
  expect(findP99(outside, 10, 20)).toBe(Infinity);
});

test("takes times of the calm for normal, and no server that answers nothing", () => {
  expect(isNormal(290, 5)).toBe(true);
  expect(isNormal(310, 5)).toBe(false);
  expect(isNormal(600, 200)).toBe(true);
  expect(isNormal(Infinity, 200)).toBe(false);
});

test("finds every refusal but a 503 that says when to try again", () => {
  const fine = [
    attempt({}),
    attempt({ status: undefined }),
    attempt({ status: 503, retryAfter: "1" }),
  ];
  const bad = [attempt({ status: 500 }), attempt({ status: 503 }), attempt({ status: 400 })];
  expect(findBadAnswers([...fine, ...bad])).toEqual([
    "p was answered 500",
    "p was answered 503",
    "p was answered 400",
  ]);
});
