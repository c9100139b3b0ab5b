import { platform } from "#platform";
import { type ArtifactSource, findArtifacts } from "../artifacts/artifact-place.ts";
import { downloadTo } from "../artifacts/download.ts";
import type { FileInfo } from "../entities.ts";
import { getConnection } from "./state.ts";

export type { ArtifactSource } from "../artifacts/artifact-place.ts";

/**
 * Downloads a file or folder; without a folder of yours, into a new one in the temporary folder.
 *
 * @returns the path of what was downloaded.
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when nothing is there; INVALID_PARAMETER_VALUE for an
 * address that names no artifacts.
 * @example
 * const path = await mlflow.artifacts.downloadArtifacts(`runs:/${runId}/notes`, "downloads");
 */
export async function downloadArtifacts(source: ArtifactSource, folder?: string): Promise<string> {
  const { place, path } = findArtifacts(source, getConnection());
  return downloadTo(place, path, folder ?? (await platform.makeTemporaryFolder()));
}

/**
 * The files and folders in a folder, by paths below the run's or model's artifacts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for an address that names no artifacts;
 * RESOURCE_DOES_NOT_EXIST for an unknown run or model.
 * @example
 * for (const { path, fileSizeBytes } of await mlflow.artifacts.listArtifacts({ runId })) {
 *   console.log(path, fileSizeBytes ?? "a folder");
 * }
 */
export function listArtifacts(source: ArtifactSource): Promise<FileInfo[]> {
  const { place, path } = findArtifacts(source, getConnection());
  return place.list(path);
}

/**
 * The bytes of a file, such as an image.
 *
 * @throws MlflowError with the status 404 when there is no such file.
 * @example
 * const bytes = await mlflow.artifacts.loadBytes(`runs:/${runId}/notes/summary.md`);
 */
export async function loadBytes(source: ArtifactSource): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await read(source)).arrayBuffer());
}

/**
 * The text of a file.
 *
 * @throws MlflowError with the status 404 when there is no such file.
 * @example
 * const notes = await mlflow.artifacts.loadText(`runs:/${runId}/notes/summary.md`);
 */
export async function loadText(source: ArtifactSource): Promise<string> {
  return (await read(source)).text();
}

/**
 * The value that a JSON file holds.
 *
 * @throws MlflowError with the status 404 when there is no such file; SyntaxError when it holds no
 * JSON.
 * @example
 * const settings = await mlflow.artifacts.loadDict({ runId, artifactPath: "settings.json" });
 */
export async function loadDict(source: ArtifactSource): Promise<unknown> {
  return (await read(source)).json();
}

async function read(source: ArtifactSource): Promise<Response> {
  const { place, path } = findArtifacts(source, getConnection());
  return place.read(path);
}
