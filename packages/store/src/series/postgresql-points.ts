/** The rows of metrics in PostgreSQL, as columns. */
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { Columns } from "./columns.ts";
import { BYTES_PER_DOUBLE } from "./kept-chunk.ts";
import type { MetricName } from "./metric-name.ts";

export interface PointsRow {
  /** Doubles, eight bytes each, the highest first. */
  readonly steps: Buffer | null;
  readonly times: Buffer | null;
  readonly values: Buffer | null;
}

/** A column as the bytes of its doubles: rows would take ten times as long to hand over. */
export const POINTS = sql`string_agg(float8send(step::float8), '') as steps,
  string_agg(float8send(timestamp::float8), '') as times,
  string_agg(float8send(case when is_nan then 'NaN'::float8 else value end), '') as values`;
/** Which transactions are seen: the same ones, the same data. */
export const STATE = sql`txid_current_snapshot()::text`;

export async function readState(queries: Queries): Promise<string | undefined> {
  const { rows } = await sql<{ state: string }>`select ${STATE} as state`.execute(queries);
  return rows[0]?.state;
}

/** Steps above `after` and at most `upTo`; all where neither is said. */
export interface StepRange {
  readonly after: number | undefined;
  readonly upTo?: number;
}

export const isOf = ({ runId, key }: MetricName) => sql`run_uuid = ${runId} and key = ${key}`;

/** Where points of a metric come from. */
export function fromMetric(metric: MetricName, { after, upTo }: StepRange) {
  return sql`from metrics where ${isOf(metric)}
    ${after === undefined ? sql`` : sql`and step > ${after}::bigint`}
    ${upTo === undefined ? sql`` : sql`and step <= ${upTo}::bigint`}`;
}

/** In no order. */
export async function readPoints(
  queries: Queries,
  metric: MetricName,
  steps: StepRange,
): Promise<Columns> {
  const { rows } = await sql<PointsRow>`select ${POINTS} ${fromMetric(metric, steps)}`.execute(
    queries,
  );
  return toColumns(rows[0]);
}

export function toColumns(row: PointsRow | undefined): Columns {
  const columns = new Columns();
  const { steps = null, times = null, values = null } = row ?? {};
  if (steps === null || times === null || values === null) return columns;
  for (let place = 0; place < steps.length; place += BYTES_PER_DOUBLE) {
    columns.push(steps.readDoubleBE(place), times.readDoubleBE(place), values.readDoubleBE(place));
  }
  return columns;
}
