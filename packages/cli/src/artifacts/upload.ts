import { openAsBlob } from "node:fs";
import { cp, mkdir, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inParallel } from "../in-parallel.ts";
import type { TrackingClient } from "../tracking.ts";
import { servedPath } from "./artifact-folder.ts";

const AT_ONCE = 4;

/** Stores a file among a run's artifacts; answers its path there. */
export async function uploadFile(
  client: TrackingClient,
  runId: string,
  file: string,
  folder: string | undefined,
): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`--local-file ${file} is no file.`);
  const path = joinPath(folder, basename(file));
  await putFile(client, await artifactRoot(client, runId), path, resolve(file));
  return path;
}

/** Stores every file below a folder among a run's artifacts; answers how many. */
export async function uploadFolder(
  client: TrackingClient,
  runId: string,
  localFolder: string,
  folder: string | undefined,
): Promise<number> {
  const found = await stat(localFolder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`--local-dir ${localFolder} is no folder.`);
  const root = await artifactRoot(client, runId);
  const entries = await readdir(localFolder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  await inParallel(AT_ONCE, files, async (file) => {
    const below = relative(localFolder, file).replaceAll(sep, "/");
    await putFile(client, root, joinPath(folder, below), resolve(file));
  });
  return files.length;
}

async function artifactRoot(client: TrackingClient, run_id: string): Promise<string> {
  const { run } = await client.getRun({ run_id });
  return run.info.artifact_uri ?? "";
}

/**
 * Stores a file of this machine below an artifact root: through the server, or in a folder of this
 * machine where the root is one.
 */
async function putFile(
  client: TrackingClient,
  root: string,
  path: string,
  file: string,
): Promise<void> {
  const served = servedPath(root);
  if (served !== undefined) {
    await client.uploadArtifact({ artifact_path: `${served}/${path}` }, await openAsBlob(file));
    return;
  }
  const folder = localFolder(root);
  if (folder === undefined) {
    throw new Error(
      `The run's artifacts lie at ${root}, where this program can't write; it can where the server ` +
        "serves artifacts (mlflow-artifacts:/) and in folders of this machine.",
    );
  }
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await cp(file, join(folder, path));
}

/** The folder of this machine that an artifact root names; nothing for other places. */
function localFolder(artifactUri: string): string | undefined {
  if (artifactUri.startsWith("file:")) return fileURLToPath(artifactUri);
  return /^[a-z][a-z0-9+.-]+:/i.test(artifactUri) ? undefined : resolve(artifactUri);
}

/** @throws Error for a path that would leave the run's folder. */
function joinPath(folder: string | undefined, below: string): string {
  const parts = [...(folder ?? "").split("/").filter((part) => part !== ""), ...below.split("/")];
  if (!folder?.startsWith("/") && !parts.includes("..") && !parts.includes(".")) {
    return parts.join("/");
  }
  throw new Error(
    `--artifact-path '${folder}' must be relative, without '..', such as plots/loss.`,
  );
}
