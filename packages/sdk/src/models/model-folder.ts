import { platform } from "#platform";
import type { Client, TrackingContract } from "@mlflow-ts/contract";
import { checkPath, findLocalFolder, servedRoot, uploadArtifact } from "../artifacts/upload.ts";
import type { Connection } from "../connection.ts";
import { refusal } from "../logging/check-entry.ts";
import type { LocalFile } from "../platform/platform.ts";
import { MLMODEL } from "./mlmodel.ts";

/** The files of a model that is being loaded. */
export interface ModelFolder {
  /** As the user named it. */
  readonly uri: string;
  /** Where it lies on this machine; nothing in a page. */
  readonly localPath: string | undefined;
  /** Below the folder. */
  readonly paths: readonly string[];
  /** @throws MlflowError when the model has no such file. */
  open(path: string): Promise<Blob>;
}

const MAX_FILES = 10_000;
const MAX_DEPTH = 32;
const MAX_AT_ONCE = 4;

/** A model on this machine. */
export async function openLocalFolder(path: string): Promise<ModelFolder> {
  return toFolder(path, path, await platform.listFiles(path));
}

/** A model in a folder of this machine, or one that a server has: downloaded into a private folder, or in a page file by file. */
export async function openServedFolder(
  uri: string,
  connection: Connection,
  artifactUri: string,
): Promise<ModelFolder> {
  const here = findLocalFolder(artifactUri, connection);
  if (here !== undefined) return toFolder(uri, here, await platform.listFiles(here));
  const root = servedRoot(artifactUri);
  const { client } = connection;
  const paths = await listServed(client, root);
  const download = (path: string) => client.downloadArtifact({ artifact_path: `${root}/${path}` });
  const local = await platform.saveFiles(
    paths.map((path) => ({
      path,
      read: async () => (await download(path)).body ?? new Blob([]).stream(),
    })),
  );
  if (local !== undefined) return toFolder(uri, local, await platform.listFiles(local));
  const files = paths.map((path) => ({ path, open: async () => (await download(path)).blob() }));
  return toFolder(uri, undefined, files);
}

/** Uploads a model's files into its artifact location. */
export async function uploadFiles(
  connection: Connection,
  artifactUri: string,
  files: readonly LocalFile[],
): Promise<void> {
  const owner = { info: { runId: "", artifactUri }, connection };
  const waiting = [...files];
  const upload = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      await uploadArtifact(owner, file.path, await file.open());
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, upload));
}

/** A path that a model's own files name: it must lie in the model's folder. */
export function checkModelPath(folder: ModelFolder, path: unknown, what: string): string {
  if (typeof path === "string" && folder.paths.includes(path)) return path;
  throw refusal(
    `The model ${folder.uri} names ${JSON.stringify(path)} as its ${what}, which is no file of its folder.`,
  );
}

function toFolder(
  uri: string,
  localPath: string | undefined,
  files: readonly LocalFile[],
): ModelFolder {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    uri,
    localPath,
    paths: [...byPath.keys()],
    open: (path) => {
      const file = byPath.get(path);
      if (file !== undefined) return file.open();
      if (path === MLMODEL) throw refusal(`'${uri}' is no model: no file MLmodel is there.`);
      throw refusal(`The model ${uri} has no file '${path}'.`);
    },
  };
}

async function listServed(client: Client<TrackingContract>, root: string): Promise<string[]> {
  const paths: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const path = folder === "" ? root : `${root}/${folder}`;
    const { files = [] } = await client.listServedArtifacts({ path });
    for (const { path: name, is_dir: isFolder } of files) {
      // A server that is not to be trusted may name any path.
      const below = checkPath(folder === "" ? name : `${folder}/${name}`);
      if (!isFolder) paths.push(below);
      if (paths.length > MAX_FILES || depth > MAX_DEPTH) {
        throw refusal(`The folder '${root}' holds too much for a model.`);
      }
      if (isFolder) await visit(below, depth + 1);
    }
  };
  await visit("", 0);
  return paths;
}
