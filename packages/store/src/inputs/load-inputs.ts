import type { UsedDataset } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";

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
    .where(isIn("inputs.destination_id", runIds))
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

/** The models that a run used and made, these with the step each was made at. */
export interface RunModels {
  readonly used: { model_id: string }[];
  readonly made: { model_id: string; step: number | bigint }[];
}

/** The models of runs, by run; of those that have any. */
export async function loadModels(
  queries: Queries,
  runIds: readonly string[],
): Promise<Map<string, RunModels>> {
  const rows = await queries
    .selectFrom("inputs")
    .select(["source_type", "source_id", "destination_type", "destination_id", "step"])
    .where(isIn("source_type", ["RUN_INPUT", "RUN_OUTPUT"]))
    .where(isIn("source_id", runIds))
    .execute();
  const byRun = new Map<string, RunModels>();
  for (const { source_type, source_id, destination_type, destination_id, step } of rows) {
    let models = byRun.get(source_id);
    if (!models) byRun.set(source_id, (models = { used: [], made: [] }));
    if (source_type === "RUN_OUTPUT" && destination_type === "MODEL_OUTPUT") {
      models.made.push({ model_id: destination_id, step });
    } else if (source_type === "RUN_INPUT" && destination_type === "MODEL_INPUT") {
      models.used.push({ model_id: destination_id });
    }
  }
  return byRun;
}
