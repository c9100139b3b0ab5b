import { afterAll, beforeAll, expect, it } from "vitest";
import { keep } from "./keep.ts";
import { RunStore } from "./testing/run-store.ts";

let runs: RunStore;

beforeAll(async () => {
  runs = await RunStore.open();
});

afterAll(() => runs.close());

it("computes once while the database stands still, and again after a commit", async () => {
  let times = 0;
  const read = () => keep(runs.reader.queries, "times", async () => ++times);
  expect([await read(), await read()]).toEqual([1, 1]);
  await runs.add({ run_name: "a" });
  expect(await read()).toBe(2);
});

it("keeps apart what different keys name", async () => {
  const read = (key: string) => keep(runs.reader.queries, key, async () => key);
  expect([await read("a"), await read("b"), await read("a")]).toEqual(["a", "b", "a"]);
});

it("forgets what was unused the longest", async () => {
  let times = 0;
  const read = () => keep(runs.reader.queries, "old", async () => ++times);
  await read();
  for (let i = 0; i < 300; i++) await keep(runs.reader.queries, `new ${i}`, async () => i);
  expect(await read()).toBe(2);
});

it("forgets long lists earlier, but never the one that it just made", async () => {
  const made: string[] = [];
  const read = (key: string, length: number) =>
    keep(runs.reader.queries, key, async () => {
      made.push(key);
      return new Float64Array(length);
    });
  await read("first", 600_000);
  await read("second", 300_000);
  await read("first", 600_000);
  await read("third", 300_000);
  expect(made).toEqual(["first", "second", "third"]);
  // The second was unused the longest.
  await read("first", 600_000);
  await read("second", 300_000);
  expect(made).toEqual(["first", "second", "third", "second"]);
  await read("huge", 2_000_000);
  await read("huge", 2_000_000);
  expect(made).toEqual(["first", "second", "third", "second", "huge"]);
});
