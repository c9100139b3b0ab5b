import { join } from "node:path";
import type { Int64 } from "@mlflow-ts/contract";
import type { Insertable } from "kysely";
import type { Database, Transaction } from "../db/database.ts";
import type { ExperimentsTable } from "../db/tables.ts";
import { parseExperimentId } from "../ids.ts";
import { WRITE_POINTS } from "../metrics/write-metrics.ts";
import { type FileExperiment, type OnProblem, readExperiments } from "./read-experiments.ts";
import { type FilePoint, readRunMetrics } from "./read-metrics.ts";
import { readModels } from "./read-models.ts";
import { type FileRun, readRuns } from "./read-runs.ts";
import { writeModel } from "./write-model.ts";
import { writeRun } from "./write-run.ts";

/** How many rows of each kind a file store had. */
export interface ImportCounts {
  experiments: number;
  runs: number;
  params: number;
  tags: number;
  metrics: number;
  datasets: number;
  models: number;
}

export interface ImportOptions {
  readonly onProblem: OnProblem;
  /** Called after each run and model. */
  readonly onProgress?: (counts: Readonly<ImportCounts>) => void;
}

/**
 * Copies a file store into a database, with its ids, its deleted runs, and every point. What is
 * there already stays as it is, so that a copy which was broken off is finished by a second one.
 *
 * @example
 * const counts = await importFileStore("mlruns", store.database, { onProblem: console.warn });
 */
export async function importFileStore(
  root: string,
  database: Database,
  { onProblem, onProgress = () => {} }: ImportOptions,
): Promise<ImportCounts> {
  const counts = {
    experiments: 0,
    runs: 0,
    params: 0,
    tags: 0,
    metrics: 0,
    datasets: 0,
    models: 0,
  };
  for (const experiment of readExperiments(root, onProblem)) {
    const id = await database.write((transaction) => writeExperiment(transaction, experiment));
    counts.experiments += 1;
    for (const run of readRuns(experiment, onProblem)) {
      await database.write((transaction) => writeRun(transaction, id, run));
      counts.metrics += await writePoints(database, run, onProblem);
      counts.runs += 1;
      counts.params += run.params.length;
      counts.tags += run.tags.length;
      counts.datasets += run.datasets.length;
      onProgress(counts);
    }
    for (const model of readModels(experiment, onProblem)) {
      await database.write((transaction) => writeModel(transaction, id, model, onProblem));
      counts.models += 1;
      onProgress(counts);
    }
  }
  return counts;
}

/** Answers the experiment's id: its own, or that of the one which has its name already. */
async function writeExperiment(
  { queries }: Transaction,
  experiment: FileExperiment,
): Promise<Int64> {
  const id = parseExperimentId(experiment.id);
  const row: Insertable<ExperimentsTable> = {
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycleStage,
    creation_time: experiment.creationTime ?? null,
    last_update_time: experiment.lastUpdateTime ?? null,
  };
  const same = await queries
    .selectFrom("experiments")
    .select("experiment_id")
    .where("name", "=", experiment.name)
    .executeTakeFirst();
  if (same === undefined) {
    const created = await createExperiment(queries, id, row);
    await writeTags(queries, created, experiment);
    return created;
  }
  const target = same.experiment_id;
  if (target === id && !(await hasRuns(queries, id))) {
    // The default experiment, which every new database has, with artifacts in another place.
    await queries.updateTable("experiments").set(row).where("experiment_id", "=", id).execute();
  }
  await writeTags(queries, target, experiment);
  return target;
}

/** With its own id, or where another experiment has that, a new one: it is found by its name. */
async function createExperiment(
  queries: Transaction["queries"],
  id: Int64,
  row: Insertable<ExperimentsTable>,
): Promise<Int64> {
  const taken = await queries
    .selectFrom("experiments")
    .select("experiment_id")
    .where("experiment_id", "=", id)
    .executeTakeFirst();
  if (taken === undefined) {
    await queries
      .insertInto("experiments")
      .values({ ...row, experiment_id: id })
      .execute();
    return id;
  }
  await queries.insertInto("experiments").values(row).execute();
  const created = await queries
    .selectFrom("experiments")
    .select("experiment_id")
    .where("name", "=", row.name)
    .executeTakeFirstOrThrow();
  return created.experiment_id;
}

async function writeTags(
  queries: Transaction["queries"],
  experiment_id: Int64,
  { tags }: FileExperiment,
): Promise<void> {
  for (const { key, value } of tags) {
    await queries
      .insertInto("experiment_tags")
      .values({ key, value, experiment_id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function hasRuns(queries: Transaction["queries"], experimentId: Int64): Promise<boolean> {
  const run = await queries
    .selectFrom("runs")
    .select("run_uuid")
    .where("experiment_id", "=", experimentId)
    .executeTakeFirst();
  return run !== undefined;
}

const POINTS_PER_WRITE = 5000;

async function writePoints(
  database: Database,
  run: FileRun,
  onProblem: OnProblem,
): Promise<number> {
  let count = 0;
  let points: FilePoint[] = [];
  const write = async (): Promise<void> => {
    const batch = points;
    points = [];
    count += batch.length;
    await database.writeGrouped(WRITE_POINTS, { runId: run.id, points: batch });
  };
  for (const point of readRunMetrics(join(run.folder, "metrics"), onProblem)) {
    points.push(point);
    if (points.length >= POINTS_PER_WRITE) await write();
  }
  if (points.length > 0) await write();
  return count;
}
