import { ApiError, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import {
  ArtifactPath,
  type ArtifactPlaces,
  getDestination,
  parseFilePath,
  parseTargetPath,
} from "@mlflow-ts/store";
import { openDownload, toFiles } from "./open-download.ts";

/** MLflow's clients look for this text, then upload the file as a whole. */
const NO_MULTIPART_UPLOAD = "Multipart upload is not supported for the current artifact repository";
const NO_MULTIPART_DOWNLOAD =
  "Multipart download is not supported for the current artifact repository";

/** What is below `mlflow-artifacts:/`: the store that clients reach through this server. */
export const servedArtifactHandlers = (places: ArtifactPlaces) => {
  const refuseParts = ({ artifact_path }: { artifact_path: string }): never => {
    getDestination(places);
    ArtifactPath.parse(artifact_path, "artifact_path");
    // MLflow: so too with a local folder behind it.
    throw ApiError.notImplemented(NO_MULTIPART_UPLOAD);
  };
  return {
    listServedArtifacts: async ({ path = "" }) => {
      const folder = ArtifactPath.parse(path, "path");
      return toFiles(await getDestination(places).list(folder), undefined);
    },
    downloadArtifact: async ({ artifact_path }) => {
      const path = ArtifactPath.parse(artifact_path, "artifact_path");
      return openDownload(getDestination(places), path);
    },
    uploadArtifact: async ({ artifact_path }, body) => {
      const path = parseFilePath(artifact_path, "artifact_path");
      await getDestination(places).write(path, body);
      return {};
    },
    deleteArtifact: async ({ artifact_path }) => {
      const path = parseTargetPath(artifact_path, "artifact_path");
      await getDestination(places).delete(path);
      return {};
    },
    createMultipartUpload: refuseParts,
    completeMultipartUpload: refuseParts,
    abortMultipartUpload: refuseParts,
    getPresignedDownloadUrl: ({ artifact_path }) => {
      getDestination(places);
      ArtifactPath.parse(artifact_path, "artifact_path");
      throw ApiError.notImplemented(NO_MULTIPART_DOWNLOAD);
    },
  } satisfies Partial<Handlers<TrackingContract>>;
};
