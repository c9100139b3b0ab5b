import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRun, post } from "../../conformance/call.ts";
import { type BothDatabases, startBothDatabases } from "./both-databases.ts";
import { ClickHouse } from "./clickhouse.ts";
import { type Bucket, PointStore } from "./point-store.ts";
import type { LoggedPoint, Point } from "./row-binary.ts";

let databases: BothDatabases;
let store: PointStore;
let runId: string;

beforeAll(async () => {
  databases = await startBothDatabases();
  store = openStore();
  await store.createTable();
});
beforeEach(async () => {
  runId = await createRun(databases.server.url, "points");
});
afterAll(() => databases.close());

function openStore(clickHouse = databases.clickHouse): PointStore {
  return new PointStore(clickHouse, databases.postgresql);
}

function points(from: number, to: number, key = "loss"): LoggedPoint[] {
  return Array.from({ length: to - from }, (_, index) => {
    const step = BigInt(from + index);
    return { key, step, timestamp: 1_700_000_000_000n + step, value: 1 / (from + index + 1) };
  });
}

function withoutKey({ step, timestamp, value }: LoggedPoint): Point {
  return { step, timestamp, value };
}

/** All points of a metric, page by page. */
async function readAll(key = "loss", pageSize = 25_000, id = runId): Promise<Point[]> {
  const all: Point[] = [];
  for (;;) {
    const page = await store.readHistory(id, key, pageSize, all.at(-1));
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

async function countRows(id = runId): Promise<number> {
  const query = "SELECT count() FROM points WHERE run_id = {id:String} FORMAT TabSeparated";
  return Number(String(await databases.clickHouse.query(query, { id })));
}

test("keeps points, and shows them and the latest of them", async () => {
  await Promise.all([
    store.logPoints(runId, points(0, 300)),
    store.logPoints(runId, points(0, 10, "acc")),
  ]);
  const expected = points(0, 300).map(withoutKey);
  expect(await readAll()).toEqual(expected);
  const path = `runs/get?run_id=${runId}`;
  const answer = await fetch(`${databases.server.url}/api/2.0/mlflow/${path}`);
  const { run } = (await answer.json()) as { run: { data: { metrics: { step: number }[] } } };
  expect(run.data.metrics).toMatchObject([
    { key: "acc", step: 9 },
    { key: "loss", step: 299, value: 1 / 300 },
  ]);
});

test("counts points that are sent again once", async () => {
  await store.logPoints(runId, points(0, 200));
  await store.logPoints(runId, points(100, 300));
  await store.logPoints(runId, points(0, 200));
  expect(await countRows()).toBeGreaterThan(300);
  expect(await readAll()).toHaveLength(300);
  expect(await readAll("loss", 7)).toHaveLength(300);
  await databases.clickHouse.query("OPTIMIZE TABLE points FINAL");
  expect(await countRows()).toBe(300);
});

test("keeps NaN, infinity, any step and time, and any key", async () => {
  const step = 2n ** 53n + 1n;
  const logged: Point[] = [
    { step: -(2n ** 63n), timestamp: 0n, value: Infinity },
    { step: 0n, timestamp: 1n, value: -Infinity },
    { step, timestamp: 2n, value: 0 },
    { step, timestamp: 2n, value: NaN },
    { step, timestamp: 2n, value: 5e-324 },
    { step, timestamp: 2n, value: 0.1 + 0.2 },
    { step: 2n ** 63n - 1n, timestamp: 2n ** 63n - 1n, value: 1.7976931348623155e308 },
  ];
  for (const key of ["loss", "a'b\\c\"\t\n\r", "é \u{1f600}", "k".repeat(250)]) {
    await store.logPoints(
      runId,
      logged.map((point) => ({ key, ...point })),
    );
    expect(await readAll(key)).toEqual(logged);
    expect(await readAll(key, 1)).toEqual(logged);
  }
});

test("refuses points of a run that is deleted or not there, and takes the others'", async () => {
  const deleted = await createRun(databases.server.url, "deleted");
  await post(databases.server.url, "runs/delete", { run_id: deleted });
  const [kept, ...refused] = await Promise.allSettled([
    store.logPoints(runId, points(0, 5)),
    store.logPoints(deleted, points(0, 5)),
    store.logPoints("f".repeat(32), points(0, 5)),
  ]);
  expect(kept.status).toBe("fulfilled");
  expect(refused.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  expect(await readAll()).toHaveLength(5);
  expect(await readAll("loss", 100, deleted)).toEqual([]);
});

test("shows at once what was answered, to readers of other servers too", async () => {
  const other = openStore();
  const writer = { confirmed: 0 };
  const writing = (async () => {
    for (; writer.confirmed < 1000; writer.confirmed += 100) {
      await store.logPoints(runId, points(writer.confirmed, writer.confirmed + 100));
    }
  })();
  let reads = 0;
  for (; writer.confirmed < 1000; reads += 1) {
    const atLeast = writer.confirmed;
    const { rows } = await databases.postgresql.query<{ step: string }>(
      "SELECT step FROM latest_metrics WHERE run_uuid = $1",
      [runId],
    );
    const history = await other.readHistory(runId, "loss", 25_000);
    expect(history.length).toBeGreaterThanOrEqual(atLeast);
    expect(history.length).toBeGreaterThan(Number(rows[0]?.step ?? -1));
  }
  await writing;
  expect(reads).toBeGreaterThan(10);
});

test("asks again for what a replica that lags does not have", async () => {
  await databases.clickHouse.query("CREATE TABLE behind AS points");
  await store.logPoints(runId, points(0, 50));
  const copy = "INSERT INTO behind SELECT * FROM points WHERE run_id = {runId:String}";
  await databases.clickHouse.query(copy, { runId });
  await store.logPoints(runId, points(50, 60));
  const asked: string[] = [];
  /** Answers from the table that lacks the last points, unless it is to wait for them. */
  class Lagging extends ClickHouse {
    override query(query: string, ...rest: [params?: Record<string, string | number | bigint>]) {
      const waits = query.includes("select_sequential_consistency = 1");
      asked.push(waits ? "waits" : "at once");
      return super.query(waits ? query : query.replaceAll("FROM points", "FROM behind"), ...rest);
    }
  }
  const url = databases.clickHouse.url;
  const lagging = openStore(new Lagging(url));
  expect(await lagging.readHistory(runId, "loss", 1000)).toHaveLength(60);
  expect(await lagging.readSeries(runId, "loss", 1000)).toHaveLength(60);
  expect(asked).toEqual(["at once", "waits", "at once", "waits"]);
});

test("keeps nothing twice when PostgreSQL fails between both halves, and the client sends again", async () => {
  await store.logPoints(runId, points(0, 10));
  await databases.postgresql.query("ALTER TABLE latest_metrics RENAME TO away");
  await expect(store.logPoints(runId, points(10, 30))).rejects.toThrow("latest_metrics");
  await databases.postgresql.query("ALTER TABLE away RENAME TO latest_metrics");
  expect(await countRows()).toBe(30);
  await store.logPoints(runId, points(10, 30));
  expect(await readAll()).toHaveLength(30);
  const { rows } = await databases.postgresql.query(
    "SELECT step FROM latest_metrics WHERE run_uuid = $1",
    [runId],
  );
  expect(rows).toEqual([{ step: "29" }]);
});

test("answers an error when ClickHouse is away, and moves nothing", async () => {
  const away = openStore(new ClickHouse("http://127.0.0.1:9"));
  await expect(away.logPoints(runId, points(0, 10))).rejects.toThrow("fetch failed");
  expect(await readAll()).toEqual([]);
});

test("pages are stable while points are added", async () => {
  await store.logPoints(runId, points(0, 1000));
  const first = await store.readHistory(runId, "loss", 400);
  // At the end, and one that comes late between those of the first page.
  const late = { key: "loss", step: 0n, timestamp: 1_700_000_000_100n, value: 7 };
  await store.logPoints(runId, [...points(1000, 1200), ...points(0, 500), late]);
  const rest: Point[] = [];
  for (let last = first.at(-1); last;) {
    const page = await store.readHistory(runId, "loss", 400, last);
    rest.push(...page);
    last = page.at(-1);
  }
  const steps = [...first, ...rest].map(({ step }) => step);
  expect(steps).toEqual(points(0, 1200).map(({ step }) => step));
});

test("buckets are those of a computation point by point", async () => {
  const seed = Date.now() % 2 ** 31;
  const random = randomOf(seed);
  for (const [round, offset] of [0n, 2n ** 60n, -(2n ** 63n)].entries()) {
    const key = `round ${round}`;
    const logged = Array.from({ length: 3000 }, () => ({
      key,
      step: offset + BigInt(Math.floor(random() * 1000)) * (round === 2 ? 2n ** 53n : 1n),
      timestamp: BigInt(Math.floor(random() * 5)),
      value: [NaN, Infinity, -Infinity][Math.floor(random() * 30)] ?? Math.floor(random() * 50),
    }));
    await store.logPoints(runId, logged);
    await store.logPoints(runId, logged.slice(0, 500));
    for (const buckets of [1, 7, 500]) {
      const found = await store.readSeries(runId, key, buckets);
      expect(found, `seed ${seed}, ${key}`).toEqual(bruteForce(logged, buckets));
    }
  }
});

function bruteForce(logged: readonly LoggedPoint[], buckets: number): Bucket[] {
  const sorted = logged
    .map(withoutKey)
    .sort((a, b) => inOrder(a.step, b.step) || inOrder(a.timestamp, b.timestamp) || byValue(a, b));
  const min = BigInt(sorted[0]?.step ?? 0);
  const max = BigInt(sorted.at(-1)?.step ?? 0);
  const groups = Map.groupBy(
    sorted,
    ({ step }) => ((BigInt(step) - min) * BigInt(buckets)) / (max - min + 1n),
  );
  return [...groups.values()].map((group) => {
    const finite = group.filter(({ value }) => Number.isFinite(value));
    const broken = group.filter(({ value }) => !Number.isFinite(value));
    const values = finite.map(({ value }) => value);
    return {
      first: group[0] as Point,
      last: group.at(-1) as Point,
      smallest: finite.find(({ value }) => value === Math.min(...values)),
      largest: finite.find(({ value }) => value === Math.max(...values)),
      firstBroken: broken[0],
      lastBroken: broken.at(-1),
    };
  });
}

function inOrder(a: number | bigint, b: number | bigint): number {
  return Number(a > b) - Number(a < b);
}

/** NaN is kept as 0 with a mark, so it comes after 0. */
function byValue(a: Point, b: Point): number {
  const [x, y] = [a.value || 0, b.value || 0];
  return inOrder(x, y) || Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("removes runs for good", async () => {
  const kept = await createRun(databases.server.url, "kept");
  await store.logPoints(runId, points(0, 100));
  await store.logPoints(kept, points(0, 100));
  await store.deleteRuns([runId]);
  expect(await readAll()).toEqual([]);
  expect(await countRows()).toBe(0);
  expect(await readAll("loss", 1000, kept)).toHaveLength(100);
});

// The last, as each month is a partition, and a delete looks at all.
test("takes points of two hundred months at once", async () => {
  const months = points(0, 200).map((point) => ({
    ...point,
    timestamp: 31n * 86_400_000n * BigInt(point.step),
  }));
  await store.logPoints(runId, months);
  expect(await readAll()).toHaveLength(200);
});
