import { ApiError, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import {
  ArtifactPath,
  type ArtifactPlaces,
  findPlaceOf,
  parseArtifactUri,
  parseFilePath,
} from "@mlflow-ts/store";
import { contentDisposition } from "../http/content-disposition.ts";
import { contentTypeOf } from "./content-type.ts";
import { findOwnerUri, type OwnerUris } from "./find-owner-uri.ts";

/** The longest that a cloud signs a URL for: seven days. */
const MAX_EXPIRATION_SECONDS = 604_800;
const DEFAULT_S = 900;

function refuseServed(uri: string, what: string): void {
  if (parseArtifactUri(uri, "artifact_uri").kind !== "served") return;
  throw ApiError.invalidParameter(
    `${what} is not supported for proxied artifact storage: these artifacts go through the ` +
      "server, at mlflow-artifacts/artifacts.",
  );
}

/** URLs to a cloud storage, past this server. */
export const presignHandlers = (deps: OwnerUris & { readonly places: ArtifactPlaces }) => {
  const findSigned = (uri: string, path: ArtifactPath, what: string) => {
    refuseServed(uri, what);
    // MLflow: so too where a local folder keeps the artifacts.
    const refusal = `${what} is not supported for the current artifact repository`;
    if (parseArtifactUri(uri, "artifact_uri").kind === "local") {
      throw ApiError.notImplemented(refusal);
    }
    const { store, folder } = findPlaceOf(deps.places, uri);
    if (store.signed === undefined) throw ApiError.notImplemented(refusal);
    return { signed: store.signed, file: folder.join(path) };
  };
  return {
    createPresignedUploadUrl: async ({ run_id, model_id, path, expiration = DEFAULT_S }) => {
      const below = parseFilePath(path, "path");
      const uri = await findOwnerUri(deps, { run_id, model_id });
      const { signed, file } = findSigned(uri, below, "Presigned upload");
      checkExpiration(expiration);
      const { url, headers } = await signed.signUpload(file, {
        expirationS: Number(expiration),
        contentType: contentTypeOf(file.name),
      });
      return { presigned_url: url, headers: { ...headers } };
    },
    createPresignedDownloadUrl: async ({ run_id, path, expiration = DEFAULT_S }) => {
      const below = ArtifactPath.parse(path, "path");
      checkExpiration(expiration);
      const uri = await deps.getRunArtifactUri(run_id);
      const { signed, file } = findSigned(uri, below, "Presigned download");
      const { url, headers, sizeBytes } = await signed.signDownload(file, {
        expirationS: Number(expiration),
        disposition: contentDisposition(file.name),
      });
      return { presigned_url: url, headers: { ...headers }, file_size: sizeBytes };
    },
  } satisfies Partial<Handlers<TrackingContract>>;
};

function checkExpiration(expiration: number | bigint): void {
  if (expiration >= 1 && expiration <= MAX_EXPIRATION_SECONDS) return;
  throw ApiError.invalidParameter(
    `expiration must be between 1 and ${MAX_EXPIRATION_SECONDS} seconds (got ${expiration}).`,
  );
}
