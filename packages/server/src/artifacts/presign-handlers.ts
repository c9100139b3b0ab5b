import { ApiError, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import { ArtifactPath, parseArtifactUri } from "@mlflow-ts/store";
import { findOwnerUri, type OwnerUris } from "./find-owner-uri.ts";

/** The longest that a cloud signs a URL for: seven days. */
const MAX_EXPIRATION_SECONDS = 604_800;

function refuseServed(uri: string, what: string): void {
  if (parseArtifactUri(uri, "artifact_uri").kind !== "served") return;
  throw ApiError.invalidParameter(
    `${what} is not supported for proxied artifact storage: these artifacts go through the ` +
      "server, at mlflow-artifacts/artifacts.",
  );
}

/** URLs to a cloud storage, past this server. There is none behind it yet, so all are refused. */
export const presignHandlers = (deps: OwnerUris) =>
  ({
    createPresignedUploadUrl: async ({ run_id, model_id, path }) => {
      ArtifactPath.parse(path, "path");
      const uri = await findOwnerUri(deps, { run_id, model_id });
      refuseServed(uri, "Presigned upload");
      throw ApiError.notImplemented(
        "Presigned upload is not supported for the current artifact repository",
      );
    },
    createPresignedDownloadUrl: async ({ run_id, path, expiration = 900 }) => {
      ArtifactPath.parse(path, "path");
      if (expiration < 1 || expiration > MAX_EXPIRATION_SECONDS) {
        throw ApiError.invalidParameter(
          `expiration must be between 1 and ${MAX_EXPIRATION_SECONDS} seconds (got ${expiration}).`,
        );
      }
      refuseServed(await deps.getRunArtifactUri(run_id), "Presigned download");
      throw ApiError.notImplemented(
        "Presigned download is not supported for the current artifact repository",
      );
    },
  }) satisfies Partial<Handlers<TrackingContract>>;
