import { checkLength } from "@mlflow-ts/contract";
import type { DatasetInput } from "@mlflow-ts/contract";

export const MAX_DATASETS = 1000;

/** MLflow's limits, in characters. */
const LIMITS = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 };
const MAX_TAG_KEY_LENGTH = 255;
const MAX_TAG_VALUE_LENGTH = 500;

export function checkDatasetInput({ dataset, tags }: DatasetInput): void {
  checkLength("name", LIMITS.name, dataset.name);
  checkLength("digest", LIMITS.digest, dataset.digest);
  checkLength("source", LIMITS.source, dataset.source);
  checkLength("schema", LIMITS.schema, dataset.schema ?? "");
  checkLength("profile", LIMITS.profile, dataset.profile ?? "");
  for (const { key, value } of tags) {
    checkLength("key", MAX_TAG_KEY_LENGTH, key);
    checkLength("value", MAX_TAG_VALUE_LENGTH, value);
  }
}
