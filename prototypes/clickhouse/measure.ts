/**
 * Points a second, bytes a point and the time of a chart: points in ClickHouse beside those that
 * our server keeps in PostgreSQL, both on this machine.
 *
 *     CHDB_PYTHON=… node prototypes/clickhouse/measure.ts
 */
import { createRun, post } from "../../conformance/call.ts";
import { startBothDatabases } from "./both-databases.ts";
import { PointStore } from "./point-store.ts";
import type { LoggedPoint } from "./row-binary.ts";

/** As in `npm run bench`: each request carries 100 steps of 10 metrics. */
const POINTS_OF_REQUEST = 1000;
const KEYS = 10;
const STEPS = POINTS_OF_REQUEST / KEYS;
const WARM_UP_ROUNDS = 10;
const ROUNDS = 250;
const CHART_POINTS = 1_000_000;
const REPEATS = 5;

const { clickHouse, postgresql, server, close } = await startBothDatabases();
const store = new PointStore(clickHouse, postgresql);

function requestOf(round: number): LoggedPoint[] {
  const timestamp = Date.now();
  return Array.from({ length: POINTS_OF_REQUEST }, (_, index) => {
    const key = index % KEYS;
    const step = round * STEPS + Math.floor(index / KEYS);
    return { key: `metric_${key}`, value: (key + 1) / (step + 1), timestamp, step };
  });
}

/** On so many connections, each with a run of its own. */
async function logOn(
  connections: number,
  send: (runId: string, points: LoggedPoint[]) => Promise<unknown>,
): Promise<string> {
  const lanes = Array.from({ length: connections }, () => createRun(server.url, "measured"));
  const runIds = await Promise.all(lanes);
  const log = (from: number, to: number): Promise<unknown> =>
    Promise.all(
      runIds.map(async (runId) => {
        for (let round = from; round < to; round += 1) await send(runId, requestOf(round));
      }),
    );
  await log(0, WARM_UP_ROUNDS);
  const began = performance.now();
  await log(WARM_UP_ROUNDS, WARM_UP_ROUNDS + ROUNDS);
  const perSecond = (connections * ROUNDS * POINTS_OF_REQUEST * 1000) / (performance.now() - began);
  return `${Math.round(perSecond).toLocaleString("en")} points/s`;
}

async function askNumber(query: string): Promise<number> {
  return Number(String(await clickHouse.query(`${query} FORMAT TabSeparated`)));
}

/** The first time and the median of more. */
async function timesOf(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn <= REPEATS; turn += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  const [first = 0, ...more] = times;
  const median = more.sort((a, b) => a - b)[Math.floor(REPEATS / 2)] ?? 0;
  return `${first.toFixed(0)} ms at first, ${median.toFixed(0)} ms later`;
}

const BYTES_OF_POINT = `SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts
  WHERE table = 'points' AND active`;

async function logNoisyMetric(): Promise<string> {
  const runId = await createRun(server.url, "a long metric");
  for (let step = 0; step < CHART_POINTS; step += 50_000) {
    const points = Array.from({ length: 50_000 }, (_, index) => ({
      key: "loss",
      step: step + index,
      timestamp: 1_700_000_000_000 + (step + index) * 100 + Math.floor(Math.random() * 30),
      value: Math.exp(-(step + index) / 1e5) + Math.random() * 0.05,
    }));
    await store.logPoints(runId, points);
  }
  return runId;
}

try {
  await store.createTable();
  for (const connections of [4, 16]) {
    const toServer = await logOn(connections, (run_id, metrics) =>
      post(server.url, "runs/log-batch", { run_id, metrics }),
    );
    console.log(`PostgreSQL, log-batch of our server, ${connections} connections: ${toServer}`);
    const toStore = await logOn(connections, (runId, points) => store.logPoints(runId, points));
    console.log(`ClickHouse, point store, ${connections} connections: ${toStore}`);
  }
  const { rows } = await postgresql.query<{ bytes: number }>(
    "SELECT pg_total_relation_size('metrics')::float8 / count(*) AS bytes FROM metrics",
  );
  console.log(`PostgreSQL: ${rows[0]?.bytes.toFixed(0)} bytes a point`);
  await clickHouse.query("OPTIMIZE TABLE points FINAL");
  console.log(`ClickHouse: ${(await askNumber(BYTES_OF_POINT)).toFixed(1)} bytes a point`);

  await clickHouse.query("TRUNCATE TABLE points");
  const runId = await logNoisyMetric();
  const parts = "SELECT count() FROM system.parts WHERE table = 'points' AND active";
  console.log(`a metric of ${CHART_POINTS} points in ${await askNumber(parts)} parts:`);
  console.log(`  chart: ${await timesOf(() => store.readSeries(runId, "loss", 500))}`);
  console.log(`  page: ${await timesOf(() => store.readHistory(runId, "loss", 25_000))}`);
  await clickHouse.query("OPTIMIZE TABLE points FINAL");
  console.log(`merged, ${(await askNumber(BYTES_OF_POINT)).toFixed(1)} bytes a point of noise:`);
  console.log(`  chart: ${await timesOf(() => store.readSeries(runId, "loss", 500))}`);
  console.log(`  page: ${await timesOf(() => store.readHistory(runId, "loss", 25_000))}`);
} finally {
  await close();
}
