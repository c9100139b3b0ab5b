import { ApiError, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import {
  ArtifactPath,
  type ArtifactPlaces,
  getDestination,
  parseFilePath,
  parseTargetPath,
  type SignedAccess,
} from "@mlflow-ts/store";
import { contentDisposition } from "../http/content-disposition.ts";
import { openDownload, toFiles } from "./open-download.ts";

/** MLflow's clients look for this text, then upload the file as a whole. */
const NO_MULTIPART_UPLOAD = "Multipart upload is not supported for the current artifact repository";
const NO_MULTIPART_DOWNLOAD =
  "Multipart download is not supported for the current artifact repository";

function getSigned(places: ArtifactPlaces, refusal: string): SignedAccess {
  const { signed } = getDestination(places);
  if (signed === undefined) throw ApiError.notImplemented(refusal);
  return signed;
}

/** Without one, S3's request to drop an upload would be the one that deletes the file. */
function requireUploadId(uploadId: string | undefined): string {
  if (uploadId) return uploadId;
  throw ApiError.invalidParameter("Missing value for required parameter 'upload_id'.");
}

/** What is below `mlflow-artifacts:/`: the store that clients reach through this server. */
export const servedArtifactHandlers = (places: ArtifactPlaces) => {
  const findUpload = (fields: { artifact_path: string; path: string }) => {
    const folder = ArtifactPath.parse(fields.artifact_path, "artifact_path");
    // MLflow: so too with a local folder behind it.
    const { parts: uploads } = getSigned(places, NO_MULTIPART_UPLOAD);
    if (uploads === undefined) throw ApiError.notImplemented(NO_MULTIPART_UPLOAD);
    // MLflow: the client sends the path of the file on its own machine, whatever that is.
    const name = fields.path.split(/[\\/]/).at(-1) ?? "";
    return { uploads, file: folder.join(parseFilePath(name, "path")) };
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
    createMultipartUpload: async ({ num_parts = 1, ...fields }) => {
      const { uploads, file } = findUpload(fields);
      const { uploadId, urls } = await uploads.begin(file, Number(num_parts));
      const credentials = urls.map((url, i) => ({ url, part_number: i + 1, headers: {} }));
      return { upload_id: uploadId, credentials };
    },
    completeMultipartUpload: async ({ upload_id, parts, ...fields }) => {
      const { uploads, file } = findUpload(fields);
      const uploaded = parts.map(({ part_number = 0, etag = "" }) => ({
        partNumber: Number(part_number),
        etag,
      }));
      await uploads.complete(file, requireUploadId(upload_id), uploaded);
      return {};
    },
    abortMultipartUpload: async ({ upload_id, ...fields }) => {
      const { uploads, file } = findUpload(fields);
      await uploads.abort(file, requireUploadId(upload_id));
      return {};
    },
    getPresignedDownloadUrl: async ({ artifact_path }) => {
      const path = parseFilePath(artifact_path, "artifact_path");
      const signed = getSigned(places, NO_MULTIPART_DOWNLOAD);
      const { url, headers, sizeBytes } = await signed.signDownload(path, {
        expirationS: places.downloadUrlS ?? 300,
        disposition: contentDisposition(path.name),
      });
      return { url, headers, file_size: sizeBytes };
    },
  } satisfies Partial<Handlers<TrackingContract>>;
};
