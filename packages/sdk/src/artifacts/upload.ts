import type { ActiveRun } from "../fluent/active-run.ts";
import { MlflowError } from "../mlflow-error.ts";

const SERVED = "mlflow-artifacts:";

/**
 * Stores one artifact of a run through the server.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder or an artifact
 * store that the server does not pass on; what the server refuses.
 */
export async function uploadArtifact(
  run: ActiveRun,
  path: string,
  content: Blob | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const root = servedRoot(run.info.artifactUri);
  const artifactPath = `${root}/${checkPath(path)}`;
  await run.connection.client.uploadArtifact({ artifact_path: artifactPath }, content);
}

/** The content of one artifact of a run; nothing when it is not there. */
export async function downloadArtifact(run: ActiveRun, path: string): Promise<string | undefined> {
  const root = servedRoot(run.info.artifactUri);
  try {
    const { client } = run.connection;
    const response = await client.downloadArtifact({ artifact_path: `${root}/${checkPath(path)}` });
    return await response.text();
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

/** Below the served root: what stands after `mlflow-artifacts:/` or `mlflow-artifacts://host/`. */
export function servedRoot(artifactUri: string): string {
  if (artifactUri.startsWith(SERVED)) {
    return artifactUri
      .slice(SERVED.length)
      .replace(/^\/\/[^/]+\//, "")
      .replace(/^\/+/, "");
  }
  throw new MlflowError(
    "INVALID_PARAMETER_VALUE",
    `The artifacts lie at '${artifactUri}', which this client can't write to: it stores ` +
      "artifacts through the server (mlflow-artifacts:/). Start the server with --serve-artifacts " +
      "and make an experiment there.",
    400,
  );
}

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
