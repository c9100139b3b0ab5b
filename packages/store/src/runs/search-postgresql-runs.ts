import { EncodedJson, encodeJson, type ResponseOf } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { loadInputs, loadModels } from "../inputs/load-inputs.ts";
import { JsonWriter } from "../metrics/json-writer.ts";
import { type RunRow, toRunEdges, toRunInfo } from "./load-runs.ts";
import { RUN_NAME_TAG } from "./rules.ts";
import {
  findLaterKeys,
  type Page,
  type SearchRequest,
  selectFirstRuns,
  toPage,
} from "./search-runs.ts";

/**
 * As `searchRuns`, but in one statement, in which PostgreSQL writes the lists of metrics, params and
 * tags as JSON: to make an object of each of their rows took longer than to find the runs.
 */
export async function searchPostgresqlRuns(
  queries: Queries,
  request: SearchRequest,
): Promise<EncodedJson<ResponseOf<"searchRuns">>> {
  const page = toPage(request);
  const rows = await readPage(queries, request, page);
  const writer = new JsonWriter();
  writer.write("{");
  await writeRuns(writer, queries, rows.slice(0, page.maxResults));
  if (rows.length === page.limit) {
    writer.write(`,"next_page_token":${encodeJson(page.nextToken)}`);
  }
  writer.write("}");
  return new EncodedJson(writer.finish());
}

/** A run with what belongs to it: lists as JSON without their brackets, null where they are empty. */
interface ListedRow extends RunRow {
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
  /** The name of a run of MLflow before 2.0, which had none in its row. */
  readonly name_tag: string | null;
  readonly has_edges: 0 | 1;
}

async function readPage(
  queries: Queries,
  request: SearchRequest,
  page: Page,
): Promise<ListedRow[]> {
  if (page.offset === 0) {
    return readListed(queries, selectFirstRuns(sql`runs.*`, request, page.limit));
  }
  const keys = await findLaterKeys(queries, request, page);
  const rows = await readListed(queries, sql`select * from runs where ${isIn("run_uuid", keys)}`);
  const byKey = new Map(rows.map((row) => [row.run_uuid, row]));
  return keys.flatMap((key) => byKey.get(String(key)) ?? []);
}

/** Runs that a query finds, in its order. */
async function readListed(queries: Queries, found: RawBuilder<unknown>): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    select run.*,
      (select string_agg('{"key":' || to_json(key) || ',"value":' || ${VALUE}
          || ',"timestamp":' || coalesce(timestamp, 0) || ',"step":' || step || '}', ',')
        from latest_metrics where run_uuid = run.run_uuid) as metrics,
      ${listPairs("params")} as params, ${listPairs("tags")} as tags,
      case when coalesce(run.name, '') = '' then
        (select value from tags where run_uuid = run.run_uuid and key = ${RUN_NAME_TAG})
      end as name_tag,
      exists (select 1 from inputs where destination_type = 'RUN' and destination_id = run.run_uuid)
        or exists (select 1 from inputs where source_type in ('RUN_INPUT', 'RUN_OUTPUT')
          and source_id = run.run_uuid) as has_edges
    from (${found}) as run`.execute(queries);
  return rows;
}

function listPairs(table: "params" | "tags"): RawBuilder<unknown> {
  return sql`(
    select string_agg('{"key":' || to_json(key) || ',"value":' || to_json(coalesce(value, '')) || '}', ',')
    from ${sql.table(table)} where run_uuid = run.run_uuid)`;
}

/** A metric's value as `encodeDouble` shows it; NaN is stored as 0 with a mark. */
const VALUE = sql`case when is_nan or value = 'NaN' then '"NaN"'
  else greatest(least(value, ${sql.lit(Number.MAX_VALUE)}), ${sql.lit(-Number.MAX_VALUE)})::text end`;

async function writeRuns(
  writer: JsonWriter,
  queries: Queries,
  rows: readonly ListedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.filter((row) => row.has_edges).map((row) => row.run_uuid);
  const [datasets, models] =
    ids.length === 0
      ? [new Map(), new Map()]
      : await Promise.all([loadInputs(queries, ids), loadModels(queries, ids)]);
  let before = `"runs":[`;
  for (const row of rows) {
    const info = encodeJson(toRunInfo(row, row.name_tag ?? undefined));
    writer.write(`${before}{"info":${info},"data":{`);
    writeLists(writer, row);
    const { inputs, outputs } = toRunEdges(datasets.get(row.run_uuid), models.get(row.run_uuid));
    writer.write(`},"inputs":${encodeJson(inputs)},"outputs":${encodeJson(outputs)}}`);
    before = ",";
  }
  writer.write("]");
}

function writeLists(writer: JsonWriter, { metrics, params, tags }: ListedRow): void {
  let before = "";
  for (const [key, list] of Object.entries({ metrics, params, tags })) {
    if (list === null) continue;
    writer.write(`${before}"${key}":[`);
    writer.write(list);
    writer.write("]");
    before = ",";
  }
}
