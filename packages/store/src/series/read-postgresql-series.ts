import { sql } from "kysely";
import { Columns } from "./columns.ts";
import type { ReadAfter } from "./networked-series-cache.ts";

const BYTES_PER_DOUBLE = 8;

interface ColumnsRow {
  /** Doubles, eight bytes each, the highest first. */
  readonly steps: Buffer | null;
  readonly times: Buffer | null;
  readonly values: Buffer | null;
  readonly known_count: number | null;
  /** Which transactions were seen. */
  readonly state: string;
}

/** A column as the bytes of its doubles: rows would take ten times as long to hand over. */
export const readPostgresqlSeries: ReadAfter = async (queries, { runId, key, known }) => {
  const isOfMetric = sql`run_uuid = ${runId} and key = ${key}`;
  const count = sql`(select count(*) from metrics
    where ${isOfMetric} and step <= ${known?.lastStep ?? null}::bigint)`;
  const { rows } = await sql<ColumnsRow>`
    select string_agg(float8send(step::float8), '') as steps,
      string_agg(float8send(timestamp::float8), '') as times,
      string_agg(float8send(case when is_nan then 'NaN'::float8 else value end), '') as values,
      case when txid_current_snapshot()::text = ${known?.state ?? ""} then null
        else ${count} end as known_count,
      txid_current_snapshot()::text as state
    from metrics
    where ${isOfMetric} ${known === undefined ? sql`` : sql`and step > ${known.lastStep}::bigint`}`.execute(
    queries,
  );
  return {
    added: toColumns(rows[0]),
    knownCount: rows[0]?.known_count ?? undefined,
    state: rows[0]?.state,
  };
};

function toColumns(row: ColumnsRow | undefined): Columns {
  const columns = new Columns();
  const { steps = null, times = null, values = null } = row ?? {};
  if (steps === null || times === null || values === null) return columns;
  for (let place = 0; place < steps.length; place += BYTES_PER_DOUBLE) {
    columns.push(steps.readDoubleBE(place), times.readDoubleBE(place), values.readDoubleBE(place));
  }
  return columns;
}
