import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { MlflowError } from "@mlflow-ts/sdk/client";
import type { Experiment, Run } from "@mlflow-ts/contract";
import { servedPath } from "../artifacts/artifact-folder.ts";
import { withoutPassword } from "../doctor/environment.ts";
import { allExperiments, allRuns } from "../pages.ts";
import { formatBytes, plain, printJson, printTable } from "../print.ts";
import { startProgress } from "../progress.ts";
import type { SyncOptions } from "../sync-command.ts";
import { openTracking, type TrackingClient } from "../tracking.ts";
import { isComplete } from "./compare-runs.ts";
import { isSpool, sendSpool } from "./send-spool.ts";
import { ServerTarget } from "./server-target.ts";
import { originOfRun, type SyncTarget } from "./sync-target.ts";
import { findCopies, syncExperiment, type SyncedExperiment } from "./sync-experiment.ts";

/** Where a server on this machine keeps artifacts without other flags. */
const SERVED_FOLDER = "mlartifacts";
const DATABASE = /^(sqlite|postgres(ql)?|mysql|mariadb)(\+\w+)?:/;

/** Copies from one place to another, and prints what was copied. */
export async function sync(from: string, to: string, options: SyncOptions): Promise<void> {
  if (from === to) throw new Error("FROM and TO are the same place.");
  if (isSpool(from)) return sendSpool(from, to, options);
  const source = await openTracking(from, { isPatient: true });
  const target = await openTarget(to);
  try {
    const experiments = await findExperiments(source.client, options.experimentIds);
    const results = options.dryRun
      ? await compare(experiments, target.client)
      : await copy(experiments, source.client, target, options);
    report(results, options, withoutPassword(to));
    if (options.artifacts) tellOfServedArtifacts(from, experiments);
  } finally {
    await target.close();
  }
}

/** A database says of such artifacts only that a server has them, not where it keeps them. */
function tellOfServedArtifacts(from: string, experiments: readonly Found[]): void {
  if (/^https?:/.test(from) || existsSync(resolve(SERVED_FOLDER))) return;
  const served = experiments
    .flatMap(({ runs }) => runs)
    .filter(({ info }) => servedPath(info.artifact_uri ?? "") !== undefined);
  if (served.length === 0) return;
  console.error(
    `mlflow: artifacts of ${served.length} runs were not copied: they are kept by a server ` +
      `(mlflow-artifacts:/), and ./${SERVED_FOLDER} is not here. Name the server as FROM, or start ` +
      "this in the folder that holds it.",
  );
  process.exitCode = 1;
}

async function openTarget(to: string): Promise<SyncTarget> {
  if (DATABASE.test(to)) {
    const { DatabaseTarget } = await import("./database-target.ts");
    return DatabaseTarget.open(to);
  }
  if (/^https?:/.test(to))
    return new ServerTarget((await openTracking(to, { isPatient: true })).client);
  throw new Error(
    `TO is '${withoutPassword(to)}'; it must be a server (http://…) or a database (sqlite:///…).`,
  );
}

interface Found {
  readonly experiment: Experiment;
  readonly runs: readonly Run[];
}

async function findExperiments(
  client: TrackingClient,
  ids: readonly string[] | undefined,
): Promise<Found[]> {
  const found: Found[] = [];
  for await (const experiment of chosen(client, ids)) {
    const runs: Run[] = [];
    for await (const run of allRuns(client, experiment.experiment_id)) runs.push(run);
    found.push({ experiment, runs });
  }
  return found;
}

async function* chosen(
  client: TrackingClient,
  ids: readonly string[] | undefined,
): AsyncGenerator<Experiment> {
  if (ids === undefined) return yield* allExperiments(client);
  for (const experiment_id of ids) yield (await client.getExperiment({ experiment_id })).experiment;
}

async function copy(
  experiments: readonly Found[],
  from: TrackingClient,
  target: SyncTarget,
  options: SyncOptions,
): Promise<SyncedExperiment[]> {
  const total = experiments.reduce((sum, { runs }) => sum + runs.length, 0);
  const progress = startProgress(options.json ? undefined : "Copying runs", total);
  const results: SyncedExperiment[] = [];
  try {
    for (const { experiment: source, runs } of experiments) {
      const result = noResult(source.name);
      results.push(result);
      const experiment =
        (await findExperiment(target.client, source.name)) ??
        (await createExperiment(target.client, source));
      if (experiment.lifecycle_stage === "deleted") {
        result.problems.push(`${DELETED} (id ${experiment.experiment_id})`);
        continue;
      }
      const withArtifacts = options.artifacts;
      await syncExperiment({
        from,
        target,
        experiment,
        source,
        runs,
        withArtifacts,
        progress,
        result,
      });
    }
  } finally {
    progress.end();
  }
  return results;
}

const DELETED = "an experiment of that name is deleted at the target: restore or rename it";

/** What a copy would do, told without doing it. */
async function compare(
  experiments: readonly Found[],
  target: TrackingClient,
): Promise<SyncedExperiment[]> {
  const results: SyncedExperiment[] = [];
  for (const { experiment, runs } of experiments) {
    const result = noResult(experiment.name);
    results.push(result);
    const there = await findExperiment(target, experiment.name);
    if (there?.lifecycle_stage === "deleted") {
      result.problems.push(DELETED);
      continue;
    }
    const copies = there && (await findCopies(target, there.experiment_id));
    for (const run of runs) {
      const before = copies?.runs.get(originOfRun(run));
      if (before === undefined) result.created += 1;
      else if (isComplete(run, before, {})) result.unchanged += 1;
      else result.completed += 1;
    }
  }
  return results;
}

function noResult(name: string): SyncedExperiment {
  return {
    name,
    created: 0,
    completed: 0,
    unchanged: 0,
    models: 0,
    artifactBytes: 0,
    problems: [],
  };
}

async function findExperiment(
  client: TrackingClient,
  experiment_name: string,
): Promise<Experiment | undefined> {
  try {
    return (await client.getExperimentByName({ experiment_name })).experiment;
  } catch (error) {
    if (error instanceof MlflowError && error.status === 404) return undefined;
    throw error;
  }
}

async function createExperiment(
  client: TrackingClient,
  { name, tags = [] }: Experiment,
): Promise<Experiment> {
  const { experiment_id } = await client.createExperiment({ name, tags });
  return (await client.getExperiment({ experiment_id })).experiment;
}

function report(results: readonly SyncedExperiment[], options: SyncOptions, to: string): void {
  const problems = results.flatMap(({ name, problems }) =>
    problems.map((problem) => `experiment '${name}', ${problem}`),
  );
  if (problems.length > 0) process.exitCode = 1;
  if (options.json)
    return printJson({ dry_run: options.dryRun === true, to, experiments: results });
  printTable(
    [
      "Experiment",
      options.dryRun ? "To create" : "Created",
      options.dryRun ? "To complete" : "Completed",
      "Unchanged",
      "Models",
      "Artifacts",
    ],
    results.map((one) => [
      one.name,
      ...[one.created, one.completed, one.unchanged, one.models].map(String),
      formatBytes(one.artifactBytes),
    ]),
  );
  for (const problem of problems) console.error(`mlflow: ${plain(problem)}`);
}
