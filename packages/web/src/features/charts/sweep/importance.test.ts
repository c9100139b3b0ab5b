import { expect, test } from "vitest";
import { correlateRanks, rankParams } from "./importance.ts";
import { createRandom } from "./random-forest.ts";
import type { SweepRun } from "./sweep-runs.ts";

const SEED = 7;

/** Runs whose loss depends on lr strongly, on the optimizer somewhat, and on the seed not at all. */
function sweep(count: number): SweepRun[] {
  const random = createRandom(SEED);
  return Array.from({ length: count }, (_, index) => {
    const lr = 10 ** (-4 + 3 * random());
    const optimizer = random() < 0.5 ? "adam" : "sgd";
    const loss = Math.log10(lr) * 2 + (optimizer === "sgd" ? 1 : 0) + random() * 0.1;
    return {
      experimentId: "1",
      runId: String(index),
      name: String(index),
      color: "red",
      params: new Map([
        ["lr", String(lr)],
        ["optimizer", optimizer],
        ["seed", String(Math.floor(random() * 1000))],
        ["constant", "1"],
      ]),
      metrics: new Map([["loss", loss]]),
    };
  });
}

test("ranks params by how much they matter, and says in which direction", () => {
  const ranked = rankParams(sweep(100), "loss");
  expect(ranked.map(({ key }) => key)).toEqual(["lr", "optimizer", "seed"]);
  expect(ranked.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1);
  expect(ranked[0]?.importance).toBeGreaterThan(0.6);
  expect(ranked[0]?.correlation).toBeGreaterThan(0.8);
  expect(ranked[1]?.correlation).toBeUndefined();
});

test("gives the same answer for the same runs", () => {
  expect(rankParams(sweep(30), "loss")).toEqual(rankParams(sweep(30), "loss"));
});

test("says nothing of runs without the metric, and takes NaN for none", () => {
  const runs = sweep(10).map((run) => ({ ...run, metrics: new Map([["loss", NaN]]) }));
  expect(rankParams(runs, "loss")).toEqual([]);
});

test("correlates ranks, equals sharing theirs", () => {
  const xs = Float64Array.from([1, 2, 3, 4]);
  expect(correlateRanks(xs, Float64Array.from([10, 100, 1000, 1e9]))).toBeCloseTo(1);
  expect(correlateRanks(xs, Float64Array.from([4, 3, 2, 1]))).toBeCloseTo(-1);
  expect(correlateRanks(xs, Float64Array.from([5, 5, 5, 5]))).toBe(0);
  expect(correlateRanks(xs, Float64Array.from([1, 1, 2, 2]))).toBeCloseTo(0.8944, 4);
});
