import { ApiError, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import { ArtifactPath, type ArtifactPlaces, findPlaceOf, parseFilePath } from "@mlflow-ts/store";
import { findOwnerUri, type OwnerUris } from "./find-owner-uri.ts";
import { limitUpload } from "./limit-upload.ts";
import { openArchive } from "./open-archive.ts";
import { openDownload, toFiles } from "./open-download.ts";
import { presignHandlers } from "./presign-handlers.ts";
import { showUnderPolicy } from "./preview-policy.ts";
import { servedArtifactHandlers } from "./served-handlers.ts";

/** What the artifact handlers need: where artifacts are, and which URI a run or model has. */
export interface ArtifactDeps extends OwnerUris {
  readonly places: ArtifactPlaces;
}

/** The files of runs and logged models, and what is below `mlflow-artifacts:/`. */
export const artifactHandlers = (deps: ArtifactDeps) => {
  const listBelow = async (uri: string, path: ArtifactPath) => {
    const { store, folder } = findPlaceOf(deps.places, uri);
    return { root_uri: uri, ...toFiles(await store.list(folder.join(path)), path) };
  };
  const openBelow = async (uri: string, path: ArtifactPath) => {
    const { store, folder } = findPlaceOf(deps.places, uri);
    return openDownload(store, folder.join(path));
  };
  return {
    ...servedArtifactHandlers(deps.places),
    ...presignHandlers(deps),
    listArtifacts: async ({ run_id, path = "" }) => {
      const folder = ArtifactPath.parse(path, "path");
      return listBelow(await deps.getRunArtifactUri(run_id), folder);
    },
    getRunArtifact: async ({ run_id, path }) => {
      const file = ArtifactPath.parse(path, "path");
      return openBelow(await deps.getRunArtifactUri(run_id), file);
    },
    uploadRunArtifact: async ({ run_uuid, path }, body) => {
      const file = parseFilePath(path, "path");
      const { store, folder } = findPlaceOf(deps.places, await deps.getRunArtifactUri(run_uuid));
      await store.write(folder.join(file), limitUpload(body));
      return {};
    },
    listLoggedModelArtifacts: async ({ model_id, artifact_directory_path = "" }) => {
      const folder = ArtifactPath.parse(artifact_directory_path, "artifact_directory_path");
      return listBelow(await deps.getLoggedModelArtifactUri(model_id), folder);
    },
    getLoggedModelArtifact: async ({ model_id, artifact_file_path }) => {
      const file = ArtifactPath.parse(artifact_file_path, "artifact_file_path");
      return openBelow(await deps.getLoggedModelArtifactUri(model_id), file);
    },
    previewArtifact: async ({ path, ...owner }) => {
      const file = ArtifactPath.parse(path, "path");
      const shown = showUnderPolicy(file.name);
      return { ...(await openBelow(await findOwnerUri(deps, owner), file)), ...shown };
    },
    downloadArtifacts: async ({ path = "", ...owner }) => {
      const below = ArtifactPath.parse(path, "path");
      const { store, folder } = findPlaceOf(deps.places, await findOwnerUri(deps, owner));
      const name = below.name || (owner.run_id ? "artifacts" : "model");
      return openArchive(store, folder.join(below), name);
    },
    getModelVersionArtifact: async () => {
      throw ApiError.notImplemented("Registered models are not there yet, nor their artifacts.");
    },
  } satisfies Partial<Handlers<TrackingContract>>;
};
