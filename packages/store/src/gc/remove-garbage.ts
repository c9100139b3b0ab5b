import { ApiError } from "@mlflow-ts/contract";
import { sql } from "kysely";
import { ArtifactPath } from "../artifacts/artifact-path.ts";
import type { Queries } from "../db/database.ts";
import { getExperimentRow } from "../experiments/queries.ts";
import { parseExperimentId } from "../ids.ts";
import { getLoggedModelRow } from "../logged-models/read-logged-models.ts";
import { getRunRow } from "../runs/get-run.ts";
import type { Store } from "../store.ts";
import type { Garbage } from "./find-garbage.ts";
import type { GarbagePlace, RemovableArtifacts } from "./garbage-place.ts";

/** How many bytes of files are below a place. */
export function measureArtifacts({ artifacts, folder }: GarbagePlace): Promise<number> {
  return measure(artifacts, folder);
}

async function measure(artifacts: RemovableArtifacts, folder: ArtifactPath): Promise<number> {
  let bytes = 0;
  for (const entry of await artifacts.list(folder)) {
    if (entry.kind === "file") bytes += entry.sizeBytes;
    else
      bytes += await measure(
        artifacts,
        folder.join(ArtifactPath.fromSegments([entry.name], "path")),
      );
  }
  return bytes;
}

/** Removes a run's or model's artifacts, with the folder of its own where nothing else is in that. */
export async function removeArtifacts({ artifacts, folder }: GarbagePlace): Promise<void> {
  const beside = await artifacts.list(folder.parent);
  const isAlone = beside.every(({ name }) => name === folder.name);
  await artifacts.delete(isAlone ? folder.parent : folder);
}

/**
 * Removes the rows of a run, model or experiment for good. Unlike MLflow it leaves no edges behind
 * between what is gone and the datasets and models it had.
 *
 * @throws ApiError when it is no longer in the deleted stage, or, for an experiment, not empty.
 */
export async function removeRows(store: Store, { kind, id }: Garbage): Promise<void> {
  await store.database.write(async ({ queries }) => {
    if (kind === "run") await removeRun(queries, id);
    else if (kind === "logged model") await removeModel(queries, id);
    else await removeExperiment(queries, id);
  });
}

async function removeRun(queries: Queries, id: string): Promise<void> {
  const row = await getRunRow(queries, id);
  refuseActive("Run", id, row.lifecycle_stage);
  const edges = sql<string>`(
    select input_uuid from inputs
    where (source_type in ('RUN_INPUT', 'RUN_OUTPUT') and source_id = ${id})
      or (destination_type = 'RUN' and destination_id = ${id})
  )`;
  await removeEdges(queries, edges);
  for (const table of ["metrics", "latest_metrics", "params", "tags", "runs"]) {
    await sql`delete from ${sql.table(table)} where run_uuid = ${id}`.execute(queries);
  }
}

async function removeModel(queries: Queries, id: string): Promise<void> {
  const row = await getLoggedModelRow(queries, id);
  const experiment = await getExperimentRow(queries, String(row.experiment_id));
  // A deleted experiment's models stay active, but nobody can reach them.
  if (experiment.lifecycle_stage === "active") {
    refuseActive("Logged model", id, row.lifecycle_stage);
  }
  const edges = sql<string>`(
    select input_uuid from inputs
    where destination_type in ('MODEL_INPUT', 'MODEL_OUTPUT') and destination_id = ${id}
  )`;
  await removeEdges(queries, edges);
  for (const table of [
    "logged_model_metrics",
    "logged_model_params",
    "logged_model_tags",
    "logged_models",
  ]) {
    await sql`delete from ${sql.table(table)} where model_id = ${id}`.execute(queries);
  }
}

/** Tables that hold rows of an experiment; what refers to another comes before it. */
const OF_EXPERIMENT = [
  "sql_trace_rollup_rebuild_queue",
  "sql_trace_metric_daily_rollups",
  "sql_span_cost_daily_rollups",
  "sql_assessment_daily_rollups",
  "trace_info",
  "online_scoring_configs",
  "datasets",
  "experiment_tags",
  "experiments",
];

async function removeExperiment(queries: Queries, experimentId: string): Promise<void> {
  const id = parseExperimentId(experimentId);
  const row = await getExperimentRow(queries, experimentId);
  refuseActive("Experiment", experimentId, row.lifecycle_stage);
  const run = await queries
    .selectFrom("runs")
    .select("run_uuid")
    .where("experiment_id", "=", id)
    .executeTakeFirst();
  const model = await queries
    .selectFrom("logged_models")
    .select("model_id")
    .where("experiment_id", "=", id)
    .executeTakeFirst();
  const left = run?.run_uuid ?? model?.model_id;
  if (left !== undefined) {
    throw new ApiError("INVALID_STATE", `Experiment ${id} is kept, as ${left} in it is kept.`);
  }
  for (const table of OF_EXPERIMENT) {
    await sql`delete from ${sql.table(table)} where experiment_id = ${id}`.execute(queries);
  }
}

async function removeEdges(queries: Queries, ids: ReturnType<typeof sql<string>>): Promise<void> {
  await sql`delete from input_tags where input_uuid in ${ids}`.execute(queries);
  await sql`delete from inputs where input_uuid in ${ids}`.execute(queries);
}

function refuseActive(what: string, id: string, stage: string): void {
  if (stage === "deleted") return;
  throw new ApiError("INVALID_STATE", `${what} ${id} is no longer deleted, so it is kept.`);
}
