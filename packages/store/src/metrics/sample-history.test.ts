import { contract, type MetricInput } from "@mlflow-ts/contract";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { OpenReads } from "../reader/open-reads.ts";
import { RunStore } from "../run-table/testing/run-store.ts";
import { logBatch } from "../runs/log-batch.ts";
import { type MetricRow, toMetric } from "../runs/load-runs.ts";
import { LONG } from "../series/kept-chunk.ts";
import { createRandom } from "../series/testing/random.ts";

let runs: RunStore;
let run: string;

beforeEach(async () => {
  runs = await RunStore.open();
  run = await runs.add({ run_name: "sampled" });
});
afterEach(() => runs.close());

async function log(metrics: readonly MetricInput[]): Promise<void> {
  const request = contract.logBatch.request.parse({ run_id: run });
  for (let start = 0; start < metrics.length; start += 1000) {
    await logBatch(runs.store, { ...request, metrics: metrics.slice(start, start + 1000) });
  }
}

type Steps = readonly [start: number, end: number] | readonly [];

async function sample(reader: OpenReads, max_results: number, [start_step, end_step]: Steps) {
  const request = { run_ids: [run], metric_key: "loss", max_results, start_step, end_step };
  const { metrics = [] } = await reader.run(
    "getMetricHistoryBulkInterval",
    contract.getMetricHistoryBulkInterval.request.parse(request),
  );
  return metrics;
}

/** MLflow's own statement, and how it adds the last point. */
async function sampleAsMlflow(count: number, [start, end]: Steps) {
  const order = sql`step, timestamp, value, is_nan`;
  const within = start === undefined ? sql`` : sql`and step between ${start} and ${end}`;
  const points = sql`from metrics where run_uuid = ${run} and "key" = 'loss' ${within}`;
  const { queries } = runs.reader;
  const chosen = await sql<MetricRow>`select ${order} from (
      select ${order}, row_number() over (partition by bucket order by ${order}) as place
      from (select ${order}, ntile(${sql.lit(count)}) over (order by ${order}) as bucket ${points})
        as grouped) as placed
    where place = 1 order by ${order}`.execute(queries);
  const last = await sql<MetricRow>`select ${order} ${points}
    order by step desc, timestamp desc, value desc, is_nan desc limit 1`.execute(queries);
  const same = (row: MetricRow | undefined) =>
    JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  const rows = chosen.rows;
  if (last.rows[0] && same(last.rows[0]) !== same(rows.at(-1))) {
    if (rows.length === count) rows.pop();
    rows.push(last.rows[0]);
  }
  return rows.map((row) => ({ ...toMetric({ ...row, key: "loss" }), run_id: run }));
}

/** Compares a reader that has read nothing yet, and the one that has read what there was before. */
async function compare(name: string, ...ranges: readonly Steps[]): Promise<void> {
  const fresh = await runs.openReader();
  for (const range of ranges) {
    for (const count of [1, 2, 7, 320, 2500]) {
      const expected = await sampleAsMlflow(count, range);
      for (const reader of [fresh, runs.reader]) {
        const found = await sample(reader, count, range);
        expect(found, `${name}: ${count} of ${range.join(" to ")}`).toEqual(expected);
      }
    }
  }
}

/** Values and times that meet, also at one step. */
function createPoints(count: number, seed: number): MetricInput[] {
  const random = createRandom(seed);
  const pick = (...values: readonly number[]) => values[Math.floor(random() * values.length)] ?? 0;
  const points: MetricInput[] = [];
  for (let index = 0, step = -50; index < count; index += 1) {
    step += pick(0, 0, 1, 1, 1, 2, 300);
    const value = pick(NaN, Infinity, -Infinity, 0, -1, 1, random(), random(), random());
    points.push({ key: "loss", value, step, timestamp: 1000 + pick(0, 1, index) } as MetricInput);
  }
  return points;
}

it.each([0, 1, 3, 2500, 2501, 6000])("chooses what MLflow does of %i points", async (size) => {
  const seed = size + 1;
  const points = createPoints(size, seed);
  // In no order.
  await log(points.toSorted((a, b) => a.value - b.value));
  await compare(`seed ${seed}`, [], [0, 9_000_000], [-50, -50], [10, 700], [-9, 2 ** 31 - 1]);
});

it("chooses the same of points that are kept as columns, and of those that came late", async () => {
  const seed = 5;
  const points = createPoints(LONG + 3000, seed);
  const late = points.splice(500, 40);
  const ranges = [[], [0, 900], [100, 1_000_000]] as const;
  await log(points.slice(0, LONG + 1000));
  await compare(`seed ${seed}, rows`, ...ranges);
  await runs.reader.run("keepSeries", { runId: run, key: "loss" });
  await compare(`seed ${seed}, columns`, ...ranges);
  await log(points.slice(LONG + 1000));
  await compare(`seed ${seed}, more`, ...ranges);
  await log(late);
  await compare(`seed ${seed}, late ones`, ...ranges);
  await runs.reader.tidyUp?.();
  await compare(`seed ${seed}, kept anew`, ...ranges);
});

it.each([2n ** 53n, 1_760_000_000_000_000_000n])(
  "chooses the same of steps and times from %s on, which are in no double",
  async (start) => {
    const pointAt = (index: number, step: bigint | number, timestamp: bigint | number) =>
      ({ key: "loss", value: index % 3, step, timestamp }) as MetricInput;
    const indices = Array.from({ length: 500 }, (_, index) => index);
    await log(
      indices.map((index) => pointAt(index, index % 7, start + BigInt((index * 37) % 500))),
    );
    await compare("times", [], [2, 5]);
    await log(indices.map((index) => pointAt(index, start + BigInt(index), index)));
    await compare("steps", [], [3, 2 ** 31 - 1]);
  },
);
