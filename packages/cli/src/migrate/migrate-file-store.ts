import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseConfig } from "@mlflow-ts/server/config";
import {
  closeStore,
  importFileStore,
  type ImportCounts,
  importRegistry,
  openStore,
  type RegistryCounts,
} from "@mlflow-ts/store";
import type { MigrateOptions } from "../migrate-filestore-command.ts";
import { count, plain, printJson } from "../print.ts";
import { startProgress } from "../progress.ts";

/** Copies a file store into a database, and says what was copied and what could not be. */
export async function migrateFileStore(options: MigrateOptions): Promise<void> {
  const folder = findFileStore(resolve(options.source));
  const path = databasePath(options.target);
  const problems = listLeftOut(folder);
  const isShown = options.progress && !options.json;
  const progress = startProgress(isShown ? "Copying" : undefined, countFolders(folder));
  // New experiments of a server that is started without flags keep artifacts there.
  const store = await openStore({ path, artifactRoot: "mlflow-artifacts:/" });
  let counts: ImportCounts & RegistryCounts;
  try {
    const onProblem = (message: string): unknown => problems.push(message);
    const onProgress = (): void => progress.advance();
    const runs = await importFileStore(folder, store.database, { onProblem, onProgress });
    counts = { ...runs, ...(await importRegistry(folder, store.database, onProblem)) };
  } finally {
    progress.end();
    await closeStore(store);
  }
  report(options, folder, counts, problems);
}

/** MLflow: the folder itself, or `mlruns` in it. */
function findFileStore(source: string): string {
  const inside = join(source, "mlruns");
  if (isFolder(inside)) return inside;
  if (isFolder(source) && experimentFolders(source).length > 0) return source;
  throw new Error(
    `--source ${source} holds no file store of MLflow: neither a folder mlruns nor experiments are in it.`,
  );
}

function databasePath(target: string): string {
  const { database, databaseName } = parseConfig({ backendStoreUri: target }, {}).config;
  if (!("path" in database)) {
    throw new Error(
      `--target ${databaseName} is no SQLite file: the ids of a file store's experiments, of 18 ` +
        "digits, have no room in other databases' tables.",
    );
  }
  const parent = dirname(database.path);
  if (isFolder(parent)) return database.path;
  throw new Error(`--target ${target} can't be made: there is no folder ${parent}.`);
}

function report(
  options: MigrateOptions,
  folder: string,
  counts: ImportCounts & RegistryCounts,
  problems: readonly string[],
): void {
  if (options.json) {
    printJson({ source: folder, target: options.target, ...counts, problems });
  } else {
    for (const problem of problems) console.error(`mlflow: ${plain(problem)}`);
    const parts = [
      count(counts.experiments, "experiment"),
      count(counts.runs, "run"),
      `${counts.metrics} metric points`,
      count(counts.params, "param"),
      count(counts.tags, "tag"),
      `${counts.datasets} used datasets`,
      count(counts.models, "logged model"),
      count(counts.registeredModels, "registered model"),
      count(counts.modelVersions, "model version"),
    ];
    console.log(`${folder} is in ${options.target}: ${parts.join(", ")}.`);
    console.log(`Serve it: mlflow server --backend-store-uri ${options.target}`);
  }
  if (problems.length > 0) process.exitCode = 1;
}

/** What the folder has besides, which is not copied. */
function listLeftOut(folder: string): string[] {
  const problems: string[] = [];
  const experiments = [folder, join(folder, ".trash")].flatMap(experimentFolders);
  const traces = experiments.flatMap((experiment) => foldersOf(join(experiment, "traces"))).length;
  if (traces > 0) problems.push(`${count(traces, "trace")} not copied: they come later.`);
  return problems;
}

function countFolders(folder: string): number {
  const experiments = [folder, join(folder, ".trash")].flatMap(experimentFolders);
  return experiments
    .flatMap((experiment) => [...foldersOf(experiment), ...foldersOf(join(experiment, "models"))])
    .filter((found) => existsSync(join(found, "meta.yaml"))).length;
}

function experimentFolders(folder: string): string[] {
  return foldersOf(folder).filter((found) => existsSync(join(found, "meta.yaml")));
}

function foldersOf(folder: string): string[] {
  if (!isFolder(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => join(folder, entry.name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
