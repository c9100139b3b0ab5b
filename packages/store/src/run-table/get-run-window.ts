import { ApiError, type RequestOf, type ResponseOf, type RunTableRow } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { loadInputs } from "../inputs/load-inputs.ts";
import { RUN_NAME_TAG } from "../runs/rules.ts";
import { layOutRuns, type RunRows } from "./nest-runs.ts";
import { readMetricCells, readRangeCells, readTextCells } from "./run-cells.ts";
import { type IdentifiedRow, readRows, type RunKey, runKey } from "./run-keys.ts";
import { readRunModels } from "./run-models.ts";
import { readRunSignals } from "./run-signals.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
/** More columns than a person can look at, and a bound to what one request makes of work. */
const MAX_KEYS = 2000;
const OWN_TAGS = [RUN_NAME_TAG, "mlflow.user", "mlflow.source.name"];

type WindowRequest = RequestOf<"getRunWindow">;

function checkStretch({ offset = 0, limit = DEFAULT_LIMIT }: WindowRequest) {
  if (offset < 0) {
    throw ApiError.invalidParameter(`Invalid value ${offset} for parameter 'offset': below 0.`);
  }
  if (limit < 0 || limit > MAX_LIMIT) {
    throw ApiError.invalidParameter(
      `Invalid value ${limit} for parameter 'limit': it must be between 0 and ${MAX_LIMIT}.`,
    );
  }
  return { offset, limit };
}

function checkKeys(request: WindowRequest): void {
  for (const name of ["metric_keys", "metric_range_keys", "param_keys", "tag_keys"] as const) {
    const { length } = request[name];
    if (length <= MAX_KEYS) continue;
    throw ApiError.invalidParameter(
      `Invalid value for parameter '${name}': ${length} keys; at most ${MAX_KEYS} are allowed.`,
    );
  }
}

async function findIds(queries: Queries, runIds: readonly string[]): Promise<RunKey[]> {
  if (runIds.length === 0) return [];
  const { rows } = await sql<{ id: RunKey }>`
    select ${runKey()} as id from runs where ${isIn("run_uuid", runIds)} order by id`.execute(
    queries,
  );
  return rows.map(({ id }) => id);
}

/**
 * A stretch of a table of runs, with the chosen values only. Its cost does not depend on where the
 * stretch lies: the order of all runs is kept (see `findRuns`), and each value is one look-up.
 */
export async function getRunWindow(
  queries: Queries,
  request: WindowRequest,
): Promise<ResponseOf<"getRunWindow">> {
  const { offset, limit } = checkStretch(request);
  checkKeys(request);
  const collapsed = request.nested ? await findIds(queries, request.collapsed) : [];
  const laidOut = await layOutRuns(queries, { ...request, collapsed });
  const ids = Array.from<RunKey>(laidOut.ids.slice(offset, offset + limit));
  const rows = await readRows(queries, ids);
  const depths = new Map(ids.map((id, index) => [id, laidOut.depths?.[offset + index] ?? 0]));
  return {
    run_count: laidOut.runCount,
    row_count: laidOut.ids.length,
    ...(laidOut.depths && { has_nested: true }),
    rows: await fillRows(queries, request, rows, (row) => describePlace(laidOut, depths, row.id)),
  };
}

function describePlace({ childCounts }: RunRows, depths: ReadonlyMap<RunKey, number>, id: RunKey) {
  const depth = depths.get(id);
  const children = childCounts?.get(id);
  return { ...(depth && { depth }), ...(children && { child_count: children }) };
}

async function fillRows(
  queries: Queries,
  request: WindowRequest,
  rows: readonly IdentifiedRow[],
  describe: (row: IdentifiedRow) => Pick<RunTableRow, "depth" | "child_count">,
): Promise<RunTableRow[]> {
  if (rows.length === 0) return [];
  const runIds = rows.map((row) => row.run_uuid);
  const metrics = await readMetricCells(queries, request.metric_keys, runIds);
  const ranges = await readRangeCells(queries, request.metric_range_keys, runIds);
  const params = await readTextCells(queries, "params", request.param_keys, runIds);
  const tags = await readTextCells(queries, "tags", request.tag_keys, runIds);
  const ownTags = await readTextCells(queries, "tags", OWN_TAGS, runIds);
  const datasets = await loadInputs(queries, runIds);
  const models = await readRunModels(queries, runIds);
  const running = rows.filter(({ status }) => status === "RUNNING").map((row) => row.run_uuid);
  const signals = await readRunSignals(queries, running);
  const nothing = (keys: readonly string[]) => keys.map(() => null);
  return rows.map((row) => {
    const id = row.run_uuid;
    const [nameTag, userTag, source] = ownTags.get(id) ?? [];
    const user = userTag || row.user_id;
    const [used, made] = [datasets.get(id), models.get(id)];
    return {
      run_id: id,
      run_name: row.name || nameTag || "",
      experiment_id: String(row.experiment_id),
      status: row.status,
      lifecycle_stage: row.lifecycle_stage,
      ...(row.start_time !== null && { start_time: Number(row.start_time) }),
      ...(row.end_time !== null && { end_time: Number(row.end_time) }),
      ...(user && { user }),
      ...(source && { source }),
      ...(used && {
        datasets: used.map(({ dataset: { name, digest } }) => ({ name, digest })),
      }),
      ...(made && { models: made }),
      ...signals.get(id),
      ...describe(row),
      metrics: [...(metrics.get(id) ?? nothing(request.metric_keys))],
      metric_ranges: [...(ranges.get(id) ?? nothing(request.metric_range_keys))],
      params: [...(params.get(id) ?? nothing(request.param_keys))],
      tags: [...(tags.get(id) ?? nothing(request.tag_keys))],
    };
  });
}
