import type { Int64, UsedDataset } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { createId } from "../ids.ts";

/** The dataset's row in the experiment: the one that is there, or a new one. */
export async function findOrCreateDataset(
  { queries }: Transaction,
  experimentId: Int64,
  dataset: UsedDataset["dataset"],
): Promise<string> {
  const existing = await queries
    .selectFrom("datasets")
    .select("dataset_uuid")
    .where("experiment_id", "=", experimentId)
    .where("name", "=", dataset.name)
    .where("digest", "=", dataset.digest)
    .executeTakeFirst();
  if (existing) return existing.dataset_uuid;
  const id = createId();
  await queries
    .insertInto("datasets")
    .values({
      dataset_uuid: id,
      experiment_id: experimentId,
      name: dataset.name,
      digest: dataset.digest,
      dataset_source_type: dataset.source_type,
      dataset_source: dataset.source,
      dataset_schema: dataset.schema ?? null,
      dataset_profile: dataset.profile ?? null,
    })
    .execute();
  return id;
}
