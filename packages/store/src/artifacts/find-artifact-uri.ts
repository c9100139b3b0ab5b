import { getLoggedModelRow } from "../logged-models/read-logged-models.ts";
import { modelNotFound } from "../logged-models/rules.ts";
import { getRunRow } from "../runs/get-run.ts";
import type { Store } from "../store.ts";

/** @throws ApiError RESOURCE_DOES_NOT_EXIST. */
export async function getRunArtifactUri(store: Store, runId: string): Promise<string> {
  const row = await getRunRow(store.database.read, runId);
  return row.artifact_uri ?? "";
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST, for a deleted model too. */
export async function getLoggedModelArtifactUri(store: Store, modelId: string): Promise<string> {
  const row = await getLoggedModelRow(store.database.read, modelId);
  if (row.lifecycle_stage === "deleted") throw modelNotFound(modelId);
  return row.artifact_location;
}
