/** Fills a database with many runs and with long metrics, by statements that make their rows themselves. */
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { pathOf } from "../databases.ts";

export const MANY_RUNS = "1";
export const LONG_METRICS = "2";
export const KEYS = 20;
/** In a run of its own, one point each. */
export const MANY_KEYS = 10_000;
export const MANY_KEYS_RUN = "e".repeat(32);
export const LONG_KEY = "loss";

const START = 1_760_000_000_000;

/** The run that has so many points in one metric. */
export function longRun(points: number): string {
  return points.toString(16).padStart(32, "f");
}

/** What the two databases say differently. */
interface Dialect {
  /** A table `name (n)` of the numbers from 0. */
  numbers(name: string, count: number): string;
  /** 32 hexadecimal digits of a number below 2^32. */
  id(number: string): string;
  readonly isFalse: string;
  readonly real: string;
}

const SQLITE: Dialect = {
  numbers: (name, count) =>
    `(WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted LIMIT ${count})
      SELECT n FROM counted) AS ${name}`,
  id: (number) => `printf('%08x', ${number})`,
  isFalse: "0",
  real: "real",
};

const POSTGRESQL: Dialect = {
  numbers: (name, count) => `generate_series(0::bigint, ${count - 1}) AS ${name} (n)`,
  id: (number) => `lpad(to_hex(${number}), 8, '0')`,
  isFalse: "false",
  real: "double precision",
};

export interface SeedSizes {
  readonly runs: number;
  /** One run with one metric for each. */
  readonly points: readonly number[];
}

/** The statements that write runs of 20 metrics, 20 params and 5 tags, and the long metrics. */
function listStatements(d: Dialect, { runs, points }: SeedSizes): string[] {
  // In no order, as ids are made by chance.
  const eight = d.id("(run.n * 2654435761) % 4294967296");
  const id = `${eight} || ${eight} || ${eight} || ${eight}`;
  const run = d.numbers("run", runs);
  const each = `${run} CROSS JOIN ${d.numbers("pair", KEYS)}`;
  const value = `cast((run.n * 7919 + pair.n * 104729 + run.n * pair.n * 31) % 1000003 AS ${d.real}) / 1000003`;
  const metric = `'metric_' || pair.n, ${value}, ${START} + run.n * 1000, ${id}, 9, ${d.isFalse}`;
  const runColumns = `run_uuid, name, source_type, source_name, entry_point_name, user_id, status,
    start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id`;
  const columns = "key, value, timestamp, run_uuid, step, is_nan";
  const insertRun = (runId: string, name: string, start: string, experiment: string) =>
    `INSERT INTO runs (${runColumns}) SELECT ${runId}, ${name}, 'UNKNOWN', '', '', 'bench',
      'FINISHED', ${start}, ${start} + 60000, '', 'active',
      'mlflow-artifacts:/${experiment}/' || ${runId} || '/artifacts', ${experiment}`;
  const insertTag = (key: string, tag: string) =>
    `INSERT INTO tags (key, value, run_uuid) SELECT '${key}', ${tag}, ${id} FROM ${run}`;
  const statements = [
    ...[MANY_RUNS, LONG_METRICS].map(
      (experiment) => `INSERT INTO experiments (experiment_id, name, artifact_location,
          lifecycle_stage, creation_time, last_update_time, workspace)
        VALUES (${experiment}, 'scale ${experiment}', 'mlflow-artifacts:/${experiment}', 'active',
          ${START}, ${START}, 'default')`,
    ),
    `${insertRun(id, "'run-' || run.n", `${START} + run.n * 1000`, MANY_RUNS)} FROM ${run}`,
    `INSERT INTO metrics (${columns}) SELECT ${metric} FROM ${each}`,
    `INSERT INTO latest_metrics (${columns}) SELECT ${metric} FROM ${each}`,
    `INSERT INTO params (key, value, run_uuid)
      SELECT 'param_' || pair.n, 'value ' || ((run.n * 13 + pair.n * 7) % 10), ${id} FROM ${each}`,
    insertTag("mlflow.runName", "'run-' || run.n"),
    insertTag("mlflow.user", "'bench'"),
    insertTag("mlflow.source.name", "'train.py'"),
    insertTag("mlflow.source.type", "'LOCAL'"),
    insertTag("team", "'team ' || (run.n % 7)"),
  ];
  for (const count of points) {
    const runId = `'${longRun(count)}'`;
    const point = (of: string) => `'${LONG_KEY}',
      1 / (1 + ${of} * 5.0 / ${count}) + cast((${of} * 7919) % 10007 AS ${d.real}) / 100070,
      ${START} + ${of}, ${runId}, ${of}, ${d.isFalse}`;
    statements.push(
      insertRun(runId, `'${count} points'`, `${START}`, LONG_METRICS),
      `INSERT INTO metrics (${columns}) SELECT ${point("point.n")} FROM ${d.numbers("point", count)}`,
      `INSERT INTO latest_metrics (${columns}) SELECT ${point(`cast(${count - 1} AS bigint)`)}`,
    );
  }
  const many = `'key_' || pair.n, pair.n, ${START}, '${MANY_KEYS_RUN}', 0, ${d.isFalse}
    FROM ${d.numbers("pair", MANY_KEYS)}`;
  statements.push(
    insertRun(`'${MANY_KEYS_RUN}'`, `'${MANY_KEYS} keys'`, `${START}`, LONG_METRICS),
    `INSERT INTO metrics (${columns}) SELECT ${many}`,
    `INSERT INTO latest_metrics (${columns}) SELECT ${many}`,
  );
  return statements;
}

/** Writes them to a database that has MLflow's tables; no server may be on it. */
export async function seedScale(uri: string, sizes: SeedSizes): Promise<void> {
  if (uri.startsWith("sqlite:")) return seedSqlite(pathOf(uri), sizes);
  const client = new pg.Client(uri);
  await client.connect();
  try {
    for (const statement of listStatements(POSTGRESQL, sizes)) await client.query(statement);
    // An id that was given is not counted by itself.
    await client.query(
      `SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'), max(experiment_id))
       FROM experiments`,
    );
    // As the database does by itself, a while later.
    await client.query("VACUUM ANALYZE");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}

function seedSqlite(path: string, sizes: SeedSizes): void {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN");
  for (const statement of listStatements(SQLITE, sizes)) db.exec(statement);
  db.exec("COMMIT");
  db.close();
}
