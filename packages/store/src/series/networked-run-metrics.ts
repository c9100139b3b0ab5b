import { encodeDouble, type Int64, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import type { MetricSummary } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { keep } from "../run-table/keep.ts";
import { readRunSignals } from "../run-table/run-signals.ts";

interface SummaryRow {
  readonly key: string;
  readonly count: number;
  readonly broken_count: number;
}

interface PointRow {
  readonly key: string;
  readonly value: number;
  readonly timestamp: Int64;
  readonly step: Int64;
  readonly is_nan: 0 | 1;
}

const IS_FINITE = sql`(not is_nan and abs(value) < ${Number.MAX_VALUE})`;

/** What each metric of a run tells as a whole; reads every point of the run, once for each state. */
export async function getNetworkedRunMetrics(
  queries: Queries,
  { run_id: runId }: RequestOf<"getRunMetrics">,
): Promise<ResponseOf<"getRunMetrics">> {
  const signals = await readRunSignals(queries, [runId]);
  const metrics = await keep(queries, `metrics of ${runId}`, () => summarize(queries, runId));
  return { metrics, ...signals.get(runId) };
}

async function summarize(queries: Queries, runId: string): Promise<MetricSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select "key", count(*) as count, count(case when not ${IS_FINITE} then 1 end) as broken_count
    from metrics where run_uuid = ${runId} group by "key"`.execute(queries);
  const smallest = await readFirst(queries, runId, "asc");
  const largest = await readFirst(queries, runId, "desc");
  const broken = await readFirstBroken(queries, runId);
  const summaries = rows.map(({ key, count, broken_count }): MetricSummary => {
    const [min, max, firstBroken] = [smallest.get(key), largest.get(key), broken.get(key)];
    return {
      key,
      count,
      broken_count,
      ...(min && { min }),
      ...(max && { max }),
      ...(firstBroken && { first_broken: firstBroken }),
    };
  });
  // Not by the database's order of letters.
  return summaries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

type Points = ReadonlyMap<string, NonNullable<MetricSummary["min"]>>;

/** The smallest or largest finite point of each metric, of several the one of the earliest step. */
function readFirst(queries: Queries, runId: string, direction: "asc" | "desc"): Promise<Points> {
  return readFirstOf(queries, runId, IS_FINITE, sql`value ${sql.raw(direction)}, step`);
}

function readFirstBroken(queries: Queries, runId: string): Promise<Points> {
  return readFirstOf(queries, runId, sql`not ${IS_FINITE}`, sql`step`);
}

/** Of each metric's points that fulfil a condition the first one in an order. */
async function readFirstOf(
  queries: Queries,
  runId: string,
  condition: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<Points> {
  const { rows } = await sql<PointRow>`
    select "key", value, timestamp, step, is_nan from (
      select metrics.*, row_number() over (partition by "key" order by ${order}) as place
      from metrics where run_uuid = ${runId} and ${condition}
    ) as placed where place = 1`.execute(queries);
  return toPoints(rows);
}

function toPoints(rows: readonly PointRow[]): Points {
  return new Map(
    rows.map(({ key, value, timestamp, step, is_nan }) => [
      key,
      { value: is_nan ? "NaN" : encodeDouble(value), timestamp, step },
    ]),
  );
}
