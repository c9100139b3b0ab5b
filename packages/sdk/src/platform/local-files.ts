import { lstatSync, readdirSync } from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { FileContent } from "./platform.ts";

const FILE_STORE = "./mlruns";
const DATABASE = "sqlite:///mlflow.db";

/** MLflow: the file store where runs are kept in one, else a database in the current folder. */
export function defaultUri(): string {
  return holdsRuns(FILE_STORE) ? FILE_STORE : DATABASE;
}

/** `sqlite:////home/me/mlflow.db` or `file:///home/me/mlruns`, wherever the program goes later. */
export function absoluteUri(uri: string): string {
  const database = /^(sqlite(?:\+\w+)?:\/\/)\/([^?]+)(.*)$/.exec(uri);
  if (database) {
    const [, scheme = "", path = "", query = ""] = database;
    return `${scheme}/${encodeURI(resolve(decodeURIComponent(path)))}${query}`;
  }
  if (/^[a-z][\w+.-]+:/i.test(uri) && !uri.startsWith("file:")) return uri;
  return pathToFileURL(localFolder(uri) ?? resolve(uri)).href;
}

/** The folder that a path or `file:` URI names; MLflow writes `file:./mlruns` too. */
export function localFolder(uri: string): string | undefined {
  if (uri.startsWith("file:///")) return fileURLToPath(uri);
  if (uri.startsWith("file:")) return resolve(uri.slice("file:".length));
  return uri === "" || /^[a-z][\w+.-]+:/i.test(uri) ? undefined : resolve(uri);
}

/** Writes beside the target first, so that nobody reads half a file. */
export async function writeFile(path: string, content: FileContent): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}.tmp`;
  await files.mkdir(dirname(path), { recursive: true });
  try {
    const body = content instanceof Blob ? content.stream() : content;
    await files.writeFile(unfinished, body, { flush: true });
    await files.rename(unfinished, path);
  } catch (error) {
    await files.rm(unfinished, { force: true });
    throw error;
  }
}

/** A new folder that nobody else knows. */
export function makeTemporaryFolder(): Promise<string> {
  return files.mkdtemp(join(tmpdir(), "mlflow-ts-"));
}

function holdsRuns(folder: string): boolean {
  try {
    return readdirSync(folder, { withFileTypes: true }).some(
      ({ name, parentPath }) =>
        /^\d+$/.test(name) &&
        lstatSync(join(parentPath, name, "meta.yaml"), { throwIfNoEntry: false }) !== undefined,
    );
  } catch {
    return false;
  }
}
