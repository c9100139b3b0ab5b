import { ApiError, type Experiment, type Int64 } from "@mlflow-ts/contract";
import type { Selectable } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import type { ExperimentsTable } from "../db/tables.ts";
import { appendToUri, parseExperimentId } from "../ids.ts";
import type { Store } from "../store.ts";

export type ExperimentRow = Selectable<ExperimentsTable>;

const DEFAULT_EXPERIMENT_ID = 0;

/** MLflow: experiment 0, "Default", is there as soon as the database has no experiment at all. */
export async function createDefaultExperiment(store: Store): Promise<void> {
  await store.database.write(async ({ queries }) => {
    const any = await queries.selectFrom("experiments").select("experiment_id").limit(1).execute();
    if (any.length > 0) return;
    const now = Date.now();
    await queries
      .insertInto("experiments")
      .values({
        experiment_id: DEFAULT_EXPERIMENT_ID,
        name: "Default",
        artifact_location: appendToUri(store.artifactRoot, String(DEFAULT_EXPERIMENT_ID)),
        lifecycle_stage: "active",
        creation_time: now,
        last_update_time: now,
      })
      .execute();
  });
}

export async function findExperimentRow(
  queries: Queries,
  experimentId: Int64,
): Promise<ExperimentRow | undefined> {
  return queries
    .selectFrom("experiments")
    .selectAll()
    .where("experiment_id", "=", experimentId)
    .executeTakeFirst();
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for an id that is no number. */
export async function getExperimentRow(
  queries: Queries,
  experimentId: string,
): Promise<ExperimentRow> {
  const id = parseExperimentId(experimentId);
  const row = await findExperimentRow(queries, id);
  if (row === undefined) throw ApiError.doesNotExist(`No Experiment with id=${id} exists`);
  return row;
}

/** Experiment rows as the wire shows them, with their tags. */
export async function loadExperiments(
  queries: Queries,
  rows: readonly ExperimentRow[],
): Promise<Experiment[]> {
  if (rows.length === 0) return [];
  const tagRows = await queries
    .selectFrom("experiment_tags")
    .select(["experiment_id", "key", "value"])
    .where(
      isIn(
        "experiment_id",
        rows.map((row) => row.experiment_id),
      ),
    )
    .execute();
  const tags = Map.groupBy(tagRows, (tag) => tag.experiment_id);
  return rows.map((row) => {
    const own = tags.get(row.experiment_id);
    return {
      experiment_id: String(row.experiment_id),
      name: row.name,
      artifact_location: row.artifact_location ?? "",
      lifecycle_stage: row.lifecycle_stage,
      ...(row.last_update_time && { last_update_time: Number(row.last_update_time) }),
      ...(row.creation_time && { creation_time: Number(row.creation_time) }),
      ...(own && { tags: own.map(({ key, value }) => ({ key, value: value ?? "" })) }),
      workspace: row.workspace,
    };
  });
}
