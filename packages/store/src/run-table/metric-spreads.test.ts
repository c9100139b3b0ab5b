import { randomInt } from "node:crypto";
import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RunStore } from "./testing/run-store.ts";

/** Two of hundreds of values: looking them up is worth it, reading all is not. */
const RARE = "rare";
const RUNS = 60;

interface LoggedRun {
  readonly group: string;
  readonly values: Readonly<Record<string, number>>;
}

const seed = randomInt(2 ** 31);
const logged: LoggedRun[] = [];
let runs: RunStore;

beforeAll(async () => {
  let state = seed || 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  runs = await RunStore.open();
  for (let index = 0; index < RUNS; index += 1) {
    const group = index % 30 === 7 ? RARE : `group ${Math.floor(random() * 4)}`;
    const values: Record<string, number> = {};
    for (let key = 0; key < 6; key += 1) {
      const kind = random();
      if (kind < 0.1) continue;
      const value = random() * 10 ** (key * 2 - 4) + (key === 5 ? 1e9 : 0);
      values[`metric ${key}`] = kind < 0.2 ? NaN : kind < 0.3 ? -Infinity : value;
    }
    logged.push({ group, values });
    const metrics = Object.fromEntries(Object.entries(values).map(([key, y]) => [key, [y]]));
    await runs.add({ run_name: `run ${index}`, params: { group }, metrics });
  }
});
afterAll(() => runs.close());

/** What the groups are by the book, from what was logged. */
function expectSpread(group: string, key: string) {
  const values = logged
    .filter((run) => run.group === group)
    .flatMap((run) => run.values[key] ?? [])
    .filter((value) => Number.isFinite(value));
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    run_count: values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    mean,
    standard_deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
  };
}

it.each(["", `params.group = '${RARE}'`])(
  "tells the spread of random metrics, whether all are read or a few looked up",
  async (filter) => {
    const keys = ["metric 5", "metric 0", "none", "metric 3"];
    const request = { experiment_ids: ["0"], by: "PARAM", key: "group", metric_keys: keys, filter };
    const { groups } = await runs.reader.run(
      "groupRuns",
      contract.groupRuns.request.parse(request),
    );
    const names = new Set(filter ? [RARE] : logged.map(({ group }) => group));
    expect(new Set(groups.map(({ value }) => value))).toEqual(names);
    for (const { value = "", metrics } of groups) {
      for (const [place, key] of keys.entries()) {
        const expected = expectSpread(value, key);
        const told = metrics[place] ?? null;
        const where = `seed ${seed}, group ${value}, ${key}`;
        if (expected === null || told === null) {
          expect(told, where).toBe(expected);
          continue;
        }
        const { mean, standard_deviation: deviation, ...exact } = told;
        expect(exact, where).toEqual({
          run_count: expected.run_count,
          min: expected.min,
          max: expected.max,
        });
        expect(mean / expected.mean, where).toBeCloseTo(1, 12);
        expect(deviation, where).toBeCloseTo(expected.standard_deviation, 5);
      }
    }
  },
);
