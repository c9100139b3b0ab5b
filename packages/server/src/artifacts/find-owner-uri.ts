import { ApiError } from "@mlflow-ts/contract";

/** How the place of a run's or a logged model's artifacts is found. */
export interface OwnerUris {
  /** @throws ApiError RESOURCE_DOES_NOT_EXIST. */
  getRunArtifactUri(runId: string): Promise<string>;
  /** @throws ApiError RESOURCE_DOES_NOT_EXIST. */
  getLoggedModelArtifactUri(modelId: string): Promise<string>;
}

/** Where the artifacts of the run or of the logged model are that a request names. */
export async function findOwnerUri(
  uris: OwnerUris,
  owner: { readonly run_id?: string | undefined; readonly model_id?: string | undefined },
): Promise<string> {
  const { run_id, model_id } = owner;
  if (Boolean(run_id) === Boolean(model_id)) {
    throw ApiError.invalidParameter("Exactly one of run_id and model_id must be provided.");
  }
  return run_id ? uris.getRunArtifactUri(run_id) : uris.getLoggedModelArtifactUri(model_id ?? "");
}
