import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { inParallel } from "../in-parallel.ts";
import type { TrackingClient } from "../tracking.ts";
import { findFiles, openFile, type Owner } from "./artifact-folder.ts";

const AT_ONCE = 4;

export interface DownloadChoice {
  readonly runId?: string;
  readonly artifactPath?: string;
  readonly artifactUri?: string;
  readonly dstPath?: string;
}

/** Downloads a file, or a folder with all below it; answers where it is now. */
export async function downloadArtifacts(
  client: TrackingClient,
  choice: DownloadChoice,
): Promise<string> {
  const { owner, path } = findOwner(choice);
  const files = await findFiles(client, owner, path);
  const target = resolve(choice.dstPath ?? (await mkdtemp(join(tmpdir(), "mlflow-artifacts-"))));
  // MLflow: what was named is put into the folder, without the folders above it.
  const above = path.lastIndexOf("/") + 1;
  const placeOf = (file: string): string => join(target, ...safeParts(file.slice(above)));
  await mkdir(target, { recursive: true });
  await inParallel(AT_ONCE, files, async (file) =>
    saveFile(await openFile(client, owner, file.path), placeOf(file.path)),
  );
  return placeOf(path);
}

function findOwner(choice: DownloadChoice): { owner: Owner; path: string } {
  const { runId, artifactPath = "", artifactUri } = choice;
  if ((runId === undefined) === (artifactUri === undefined)) {
    throw new Error("Give one of --run-id and --artifact-uri.");
  }
  if (runId !== undefined) return { owner: { runId }, path: trimSlashes(artifactPath) };
  if (artifactPath !== "")
    throw new Error("--artifact-path goes with --run-id; put it into the URI.");
  const uri = artifactUri ?? "";
  const [, scheme, id = "", rest = ""] = /^(runs|models):\/+([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  const path = trimSlashes(rest);
  if (scheme === "runs") return { owner: { runId: id }, path };
  if (scheme === "models" && /^m-\w+$/.test(id)) return { owner: { modelId: id }, path };
  throw new Error(
    `--artifact-uri '${uri}' can't be downloaded: it must be like runs:/<run id>/model or models:/m-<id>.`,
  );
}

/** A server must not name a file outside of the folder. */
function safeParts(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  const leaves = parts.some((part) => part === ".." || part.includes(sep) || part.includes("\0"));
  if (leaves || relative(".", parts.join(sep)).startsWith("..")) {
    throw new Error(`The artifact '${path}' is refused: its path leads out of the folder.`);
  }
  return parts;
}

async function saveFile(response: Response, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  if (response.body === null) throw new Error(`${response.url} answered nothing.`);
  const body = Readable.fromWeb(response.body);
  await pipeline(body, createWriteStream(file));
}

function trimSlashes(path: string): string {
  return path.replaceAll(/^\/+|\/+$/g, "");
}
