import { createWriteStream, rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { MlflowError } from "../mlflow-error.ts";
import type { ArrivingFile } from "./platform.ts";

const privateFolders = new Set<string>();

/** Writes files into a new or empty folder, none outside of it; see `Platform.saveFiles`. */
export async function saveFiles(files: readonly ArrivingFile[], folder?: string): Promise<string> {
  const target = folder === undefined ? await makePrivateFolder() : await prepare(folder);
  for (const file of files) {
    const path = resolve(target, file.path);
    if (!path.startsWith(target + sep)) {
      throw refusal(`The file '${file.path}' would lie outside of the folder '${target}'.`);
    }
    await mkdir(dirname(path), { recursive: true });
    // `wx`: nothing that is there is written over or followed.
    await pipeline(await file.read(), createWriteStream(path, { flags: "wx" }));
  }
  return target;
}

export async function findAbove(
  path: string,
  names: readonly string[],
): Promise<string | undefined> {
  const start = resolve(path);
  const isFolder = await stat(start).then(
    (found) => found.isDirectory(),
    () => false,
  );
  for (let folder = isFolder ? start : dirname(start); ; folder = dirname(folder)) {
    const entries = await readdir(folder).catch((): string[] => []);
    const name = names.find((one) => entries.includes(one));
    if (name !== undefined) return join(folder, name);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Runs a module of a model; one that was downloaded finds the packages of this program. */
export async function importModule(
  folder: string,
  path: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (privateFolders.has(folder)) await linkPackages(folder);
  return (await import(pathToFileURL(join(folder, path)).href)) as Record<string, unknown>;
}

async function linkPackages(folder: string): Promise<void> {
  const packages = await findAbove(process.cwd(), ["node_modules"]);
  if (packages === undefined) return;
  // A model that brings packages of its own keeps them.
  await symlink(packages, join(folder, "node_modules"), "junction").catch(() => {});
}

/** Only this user may look into it. */
async function makePrivateFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mlflow-model-"));
  if (privateFolders.size === 0) process.once("exit", removePrivateFolders);
  privateFolders.add(folder);
  return folder;
}

function removePrivateFolders(): void {
  for (const folder of privateFolders) rmSync(folder, { recursive: true, force: true });
}

async function prepare(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return resolve(folder);
  throw refusal(`The folder '${folder}' is not empty: a model is saved into a new one.`);
}

function refusal(message: string): MlflowError {
  return new MlflowError("INVALID_PARAMETER_VALUE", message, 400);
}
