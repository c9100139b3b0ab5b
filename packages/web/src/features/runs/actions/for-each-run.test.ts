import { expect, test } from "vitest";
import { forEachRun } from "./for-each-run.ts";

const ids = Array.from({ length: 50 }, (_, i) => String(i));

test("does it to every run once, a few at a time", async () => {
  const done: string[] = [];
  let [running, most] = [0, 0];
  await forEachRun(ids, async (id) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running -= 1;
    done.push(id);
  });
  expect(done.toSorted()).toEqual(ids.toSorted());
  expect(most).toBeLessThanOrEqual(8);
});

test("ends with the first failure", async () => {
  let times = 0;
  const act = async () => {
    times += 1;
    throw new Error("refused");
  };
  await expect(forEachRun(ids, act)).rejects.toThrow("refused");
  expect(times).toBeLessThan(50);
});
