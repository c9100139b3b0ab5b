import { ApiError, type Int64 } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { getExperimentRow } from "../experiments/queries.ts";
import { getLoggedModelRow } from "../logged-models/read-logged-models.ts";
import { getRunRow } from "../runs/get-run.ts";
import type { Store } from "../store.ts";

export type GarbageKind = "run" | "logged model" | "experiment";

/** Something in the deleted stage that is to be removed for good. */
export interface Garbage {
  readonly kind: GarbageKind;
  readonly id: string;
  /** Empty for an experiment: its runs and models are garbage of their own, before it. */
  readonly artifactUri: string;
}

/** Garbage that stays, and why. */
export interface Kept {
  readonly kind: GarbageKind;
  readonly id: string;
  readonly reason: string;
}

export interface GarbageChoice {
  /** How long ago it must have been deleted; not given, any time. */
  readonly olderThanMs?: number | undefined;
  /** When any of these is given, what it names and nothing else. */
  readonly runIds?: readonly string[] | undefined;
  readonly experimentIds?: readonly string[] | undefined;
  readonly modelIds?: readonly string[] | undefined;
}

/**
 * What in the deleted stage is to be removed, an experiment after its runs and models.
 *
 * @throws ApiError RESOURCE_DOES_NOT_EXIST or INVALID_PARAMETER_VALUE for what was named and is not
 * there, not deleted, or not old enough.
 */
export async function findGarbage(
  store: Store,
  choice: GarbageChoice,
): Promise<{ garbage: Garbage[]; kept: Kept[] }> {
  const queries = store.database.read;
  const { runIds, experimentIds, modelIds } = choice;
  const isNamed = [runIds, experimentIds, modelIds].some((ids) => ids !== undefined);
  const before = choice.olderThanMs === undefined ? undefined : Date.now() - choice.olderThanMs;
  const garbage = new Map<string, Garbage>();
  const kept: Kept[] = [];
  const add = (one: Garbage): unknown => garbage.set(`${one.kind} ${one.id}`, one);
  for (const one of isNamed
    ? await namedRuns(queries, runIds ?? [], before)
    : await oldRuns(queries, before)) {
    add(one);
  }
  for (const one of isNamed
    ? await namedModels(queries, modelIds ?? [], before)
    : await oldModels(queries, before)) {
    add(one);
  }
  const experiments = isNamed
    ? await namedExperiments(queries, experimentIds ?? [], before)
    : await oldExperiments(queries, before);
  for (const id of experiments) {
    const { runs, models, reason } = await insideOf(queries, id, before);
    if (reason === undefined) {
      for (const one of [...runs, ...models]) add(one);
      add({ kind: "experiment", id: String(id), artifactUri: "" });
    } else kept.push({ kind: "experiment", id: String(id), reason });
  }
  return { garbage: [...garbage.values()], kept };
}

function toRun(row: { run_uuid: string; artifact_uri: string | null }): Garbage {
  return { kind: "run", id: row.run_uuid, artifactUri: row.artifact_uri ?? "" };
}

function toModel(row: { model_id: string; artifact_location: string }): Garbage {
  return { kind: "logged model", id: row.model_id, artifactUri: row.artifact_location };
}

async function oldRuns(queries: Queries, before = Date.now()): Promise<Garbage[]> {
  const rows = await queries
    .selectFrom("runs")
    .select(["run_uuid", "artifact_uri"])
    .where("lifecycle_stage", "=", "deleted")
    .where("deleted_time", "<=", before)
    .execute();
  return rows.map(toRun);
}

async function oldModels(queries: Queries, before = Date.now()): Promise<Garbage[]> {
  const rows = await queries
    .selectFrom("logged_models")
    .select(["model_id", "artifact_location"])
    .where("lifecycle_stage", "=", "deleted")
    .where("last_updated_timestamp_ms", "<=", before)
    .execute();
  return rows.map(toModel);
}

async function oldExperiments(queries: Queries, before: number | undefined): Promise<Int64[]> {
  let query = queries
    .selectFrom("experiments")
    .select("experiment_id")
    .where("lifecycle_stage", "=", "deleted");
  if (before !== undefined) query = query.where("last_update_time", "<", before);
  return (await query.execute()).map((row) => row.experiment_id);
}

async function namedRuns(
  queries: Queries,
  ids: readonly string[],
  before: number | undefined,
): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const id of ids) {
    const row = await getRunRow(queries, id);
    checkRemovable(`Run ${id}`, row.lifecycle_stage, row.deleted_time, before);
    found.push(toRun(row));
  }
  return found;
}

async function namedModels(
  queries: Queries,
  ids: readonly string[],
  before: number | undefined,
): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const id of ids) {
    const row = await getLoggedModelRow(queries, id);
    checkRemovable(
      `Logged model ${id}`,
      row.lifecycle_stage,
      row.last_updated_timestamp_ms,
      before,
    );
    found.push(toModel(row));
  }
  return found;
}

async function namedExperiments(
  queries: Queries,
  ids: readonly string[],
  before: number | undefined,
): Promise<Int64[]> {
  const found: Int64[] = [];
  for (const id of ids) {
    const row = await getExperimentRow(queries, id);
    checkRemovable(`Experiment ${id}`, row.lifecycle_stage, row.last_update_time, before);
    found.push(row.experiment_id);
  }
  return found;
}

/** What is in an experiment, and why that keeps it where it does. */
async function insideOf(queries: Queries, id: Int64, before: number | undefined) {
  const runs = await queries
    .selectFrom("runs")
    .select(["run_uuid", "artifact_uri", "lifecycle_stage", "deleted_time"])
    .where("experiment_id", "=", id)
    .execute();
  const models = await queries
    .selectFrom("logged_models")
    .select(["model_id", "artifact_location"])
    .where("experiment_id", "=", id)
    .execute();
  const active = runs.filter((run) => run.lifecycle_stage !== "deleted");
  const young = runs.filter((run) => !isOld(run.deleted_time, before));
  // MLflow removes active runs with their experiment.
  const reason =
    active.length > 0
      ? `${active.length} of its runs are active, such as ${active[0]?.run_uuid}`
      : young.length > 0
        ? `${young.length} of its runs were deleted too recently, such as ${young[0]?.run_uuid}`
        : undefined;
  return { runs: runs.map(toRun), models: models.map(toModel), reason };
}

function checkRemovable(
  what: string,
  stage: string,
  deletedAt: number | bigint | null,
  before: number | undefined,
): void {
  if (stage !== "deleted") {
    throw ApiError.invalidParameter(
      `${what} is not deleted. Only what is in the deleted stage can be removed for good: ` +
        "delete it first.",
    );
  }
  if (isOld(deletedAt, before)) return;
  throw ApiError.invalidParameter(`${what} was deleted more recently than --older-than asks.`);
}

function isOld(deletedAt: number | bigint | null, before: number | undefined): boolean {
  return before === undefined || (deletedAt !== null && Number(deletedAt) <= before);
}
