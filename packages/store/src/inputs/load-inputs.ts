import type { UsedDataset } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { inList } from "../db/in-list.ts";

/** The datasets that runs used, by run, each with the tags of its use. */
export async function loadInputs(
  queries: Queries,
  runIds: readonly string[],
): Promise<Map<string, UsedDataset[]>> {
  const rows = await queries
    .selectFrom("inputs")
    .innerJoin("datasets", "datasets.dataset_uuid", "inputs.source_id")
    .leftJoin("input_tags", "input_tags.input_uuid", "inputs.input_uuid")
    .select([
      "inputs.destination_id as run_id",
      "datasets.dataset_uuid",
      "datasets.name",
      "datasets.digest",
      "datasets.dataset_source_type as source_type",
      "datasets.dataset_source as source",
      "datasets.dataset_schema as schema",
      "datasets.dataset_profile as profile",
      "input_tags.name as tag_key",
      "input_tags.value as tag_value",
    ])
    .where("inputs.destination_type", "=", "RUN")
    .where("inputs.destination_id", "in", inList(runIds))
    .where("inputs.source_type", "=", "DATASET")
    .execute();

  const byRun = new Map<string, Map<string, UsedDataset>>();
  for (const row of rows) {
    let inputs = byRun.get(row.run_id);
    if (!inputs) byRun.set(row.run_id, (inputs = new Map()));
    let input = inputs.get(row.dataset_uuid);
    if (!input) {
      const { name, digest, source_type, source, schema, profile } = row;
      input = {
        dataset: {
          name,
          digest,
          source_type,
          source,
          schema: schema || undefined,
          profile: profile || undefined,
        },
      };
      inputs.set(row.dataset_uuid, input);
    }
    if (row.tag_key === null) continue;
    (input.tags ??= []).push({ key: row.tag_key, value: row.tag_value ?? "" });
  }
  return new Map([...byRun].map(([runId, inputs]) => [runId, [...inputs.values()]]));
}

/** The models that runs used, by run. */
export async function loadModelInputs(
  queries: Queries,
  runIds: readonly string[],
): Promise<Map<string, { model_id: string }[]>> {
  const rows = await queries
    .selectFrom("inputs")
    .select(["source_id as run_id", "destination_id as model_id"])
    .where("source_type", "=", "RUN_INPUT")
    .where("source_id", "in", inList(runIds))
    .where("destination_type", "=", "MODEL_INPUT")
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.run_id)].map(([runId, own]) => [
      runId,
      own.map(({ model_id }) => ({ model_id })),
    ]),
  );
}

/** The models that runs made, by run, with the step each was made at. */
export async function loadModelOutputs(
  queries: Queries,
  runIds: readonly string[],
): Promise<Map<string, { model_id: string; step: number | bigint }[]>> {
  const rows = await queries
    .selectFrom("inputs")
    .select(["source_id as run_id", "destination_id as model_id", "step"])
    .where("source_type", "=", "RUN_OUTPUT")
    .where("source_id", "in", inList(runIds))
    .where("destination_type", "=", "MODEL_OUTPUT")
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.run_id)].map(([runId, own]) => [
      runId,
      own.map(({ model_id, step }) => ({ model_id, step })),
    ]),
  );
}
