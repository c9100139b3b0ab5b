import { expect, test } from "vitest";
import { isAffected } from "./is-affected.ts";

const logged = { runs: [{ run_id: "a", experiment_id: "7", what: ["metrics" as const] }] };

test("asks again for what is about a changed run, and for nothing else", () => {
  expect(isAffected(["run", "a"], logged)).toBe(true);
  expect(isAffected(["run", "b"], logged)).toBe(false);
  expect(isAffected(["runs", "7", {}], logged)).toBe(true);
  expect(isAffected(["runs", "8", {}], logged)).toBe(false);
  expect(isAffected(["experiments"], logged)).toBe(false);
  expect(isAffected(["series", {}], logged)).toBe(false);
});

test("asks again what goes on in experiments when a run begins, ends or goes, not for each point", () => {
  const key = ["experiment-activity"];
  expect(isAffected(key, logged)).toBe(false);
  for (const what of ["created", "deleted", "info"] as const) {
    const runs = [{ run_id: "a", experiment_id: "7", what: [what] }];
    expect(isAffected(key, { runs })).toBe(true);
  }
  expect(isAffected(key, { experiments: true })).toBe(true);
});

test("asks again for everything when the change can't be named", () => {
  for (const key of ["runs", "run", "series", "experiments"]) {
    expect(isAffected([key, "1"], { everything: true })).toBe(true);
  }
});
