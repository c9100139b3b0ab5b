import type { Int64 } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { perDialect } from "../db/per-dialect.ts";
import { METRICS_BY_RUN } from "../metrics/metrics-by-run.ts";

/** When a run was last heard of, in milliseconds since 1970, and how often it used to be. */
export interface RunSignal {
  readonly last_metric_time: number;
  readonly metric_interval_ms?: number;
}

/** The latest steps of a metric that tell how often a run logs. */
const STEPS_LOOKED_AT = 12;

function latestOf(runIds: readonly string[]): RawBuilder<unknown> {
  const isOfRuns = isIn("run_uuid", runIds);
  return perDialect({
    // SQLite takes the key from the row that has the maximum.
    sqlite: sql`select run_uuid as run, max(timestamp) as time, key from latest_metrics
      where ${isOfRuns} group by run_uuid`,
    postgresql: sql`select distinct on (run_uuid) run_uuid as run, timestamp as time, key
      from latest_metrics where ${isOfRuns} order by run_uuid, timestamp desc`,
    mysql: sql`select run, time, "key" from (select run_uuid as run, timestamp as time, "key",
        row_number() over (partition by run_uuid order by timestamp desc) as place
      from latest_metrics where ${isOfRuns}) as placed where place = 1`,
  });
}

/** The last signs of life of runs that go on; runs without a metric have none. */
export async function readRunSignals(
  queries: Queries,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, RunSignal>> {
  if (runIds.length === 0) return new Map();
  const { rows } = await sql<{ run: string; time: Int64; key: string }>`
    ${latestOf(runIds)}`.execute(queries);
  const signals = new Map<string, RunSignal>();
  for (const { run, time, key } of rows) {
    const interval = await readInterval(queries, run, key);
    signals.set(run, {
      last_metric_time: Number(time),
      ...(interval !== undefined && { metric_interval_ms: interval }),
    });
  }
  return signals;
}

/** The middle of the times between the latest points of a metric. */
async function readInterval(
  queries: Queries,
  runId: string,
  key: string,
): Promise<number | undefined> {
  const { rows } = await sql<{ timestamp: Int64 }>`
    select timestamp from ${METRICS_BY_RUN} where run_uuid = ${runId} and "key" = ${key}
    order by step desc limit ${STEPS_LOOKED_AT}`.execute(queries);
  const times = rows.map(({ timestamp }) => Number(timestamp)).toSorted((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
