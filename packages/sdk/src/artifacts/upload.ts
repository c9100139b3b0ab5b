import { platform } from "#platform";
import type { Connection } from "../connection.ts";
import type { RunInfo } from "../entities.ts";
import { MlflowError } from "../mlflow-error.ts";

const SERVED = "mlflow-artifacts:";

/** Whose artifacts are read or written. */
export interface ArtifactOwner {
  readonly info: Pick<RunInfo, "runId" | "artifactUri">;
  readonly connection: Connection;
}

/**
 * Stores one artifact of a run: through the server, or in a folder of this machine where that is
 * where the run has its artifacts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder or an artifact
 * store that can't be reached; what the server refuses.
 */
export async function uploadArtifact(
  owner: ArtifactOwner,
  path: string,
  content: Blob | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { artifactUri } = owner.info;
  const checked = checkPath(path);
  const served = findServedRoot(artifactUri);
  if (served !== undefined) {
    const artifact_path = joinPath(served, checked);
    await owner.connection.client.uploadArtifact({ artifact_path }, content);
    return;
  }
  const folder = findLocalFolder(artifactUri, owner.connection);
  if (folder === undefined) throw unreachable(artifactUri);
  await platform.writeFile(joinPath(folder, checked), content);
}

/** The content of one artifact of a run; nothing when it is not there. */
export async function downloadArtifact(
  owner: ArtifactOwner,
  path: string,
): Promise<Response | undefined> {
  const { client } = owner.connection;
  const { runId: run_id, artifactUri } = owner.info;
  const checked = checkPath(path);
  const served = findServedRoot(artifactUri);
  try {
    return served === undefined
      ? await client.getRunArtifact({ run_id, path: checked })
      : await client.downloadArtifact({ artifact_path: joinPath(served, checked) });
  } catch (error) {
    if (error instanceof MlflowError && error.status === 404) return undefined;
    throw error;
  }
}

/** Joins parts of an artifact's path; an absent one counts for nothing. */
export function joinPath(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => String(part).replace(/\/+$/, ""))
    .join("/");
}

/** @throws MlflowError INVALID_PARAMETER_VALUE for a path that is not below the run's folder. */
export function checkPath(path: string): string {
  const parts = path.split("/");
  const isFine = parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (isFine && !path.includes("\\") && !path.includes("\0")) return path;
  throw new MlflowError(
    "INVALID_PARAMETER_VALUE",
    `Invalid artifact path '${path}': it must be relative, without '..', such as plots/loss.png.`,
    400,
  );
}

/** Below the served root: what stands after `mlflow-artifacts:/` or `mlflow-artifacts://host/`. */
function findServedRoot(artifactUri: string): string | undefined {
  if (!artifactUri.startsWith(SERVED)) return undefined;
  return artifactUri
    .slice(SERVED.length)
    .replace(/^\/\/[^/]*\//, "")
    .replace(/^\/+/, "");
}

/** @throws MlflowError INVALID_PARAMETER_VALUE for artifacts that no server passes on. */
export function servedRoot(artifactUri: string): string {
  const served = findServedRoot(artifactUri);
  if (served === undefined) throw unreachable(artifactUri);
  return served;
}

/** The folder of this machine that artifacts lie in. */
export function findLocalFolder(artifactUri: string, connection: Connection): string | undefined {
  return isOnThisMachine(connection) ? platform.localFolder(artifactUri) : undefined;
}

/** A path that another machine's server names means nothing here. */
function isOnThisMachine({ kind, trackingUri }: Connection): boolean {
  if (kind === "local") return true;
  return /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(trackingUri);
}

function unreachable(artifactUri: string): MlflowError {
  return new MlflowError(
    "INVALID_PARAMETER_VALUE",
    `The artifacts lie at '${artifactUri}', which this client can't write to: it stores ` +
      "artifacts through the server (mlflow-artifacts:/), or in a folder of this machine. Start " +
      "the server with --serve-artifacts and make an experiment there.",
    400,
  );
}
