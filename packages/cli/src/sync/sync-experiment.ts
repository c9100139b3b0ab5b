import type { Experiment, LoggedModel, Metric, Run } from "@mlflow-ts/contract";
import { inParallel } from "../in-parallel.ts";
import { allLoggedModels, allRuns } from "../pages.ts";
import type { Progress } from "../progress.ts";
import type { TrackingClient } from "../tracking.ts";
import { isComplete } from "./compare-runs.ts";
import { copyArtifacts } from "./copy-artifacts.ts";
import { copyRun, endRun, type RunToCopy } from "./copy-run.ts";
import { originOfModel, originOfRun, RUN_TAG, type SyncTarget } from "./sync-target.ts";

const AT_ONCE = 4;
const PARENT_TAG = "mlflow.parentRunId";

/** What became of an experiment's runs. */
export interface SyncedExperiment {
  readonly name: string;
  /** Runs that the target had not. */
  created: number;
  /** Runs of which something was missing. */
  completed: number;
  unchanged: number;
  models: number;
  artifactBytes: number;
  readonly problems: string[];
}

export interface ExperimentSync {
  readonly from: TrackingClient;
  readonly target: SyncTarget;
  /** The target's, and at the source. */
  readonly experiment: Experiment;
  readonly source: Experiment;
  readonly runs: readonly Run[];
  readonly withArtifacts: boolean;
  readonly progress: Progress;
  readonly result: SyncedExperiment;
}

/** The target's runs and models by what they were first. */
export async function findCopies(client: TrackingClient, experimentId: string) {
  const runs = new Map<string, Run>();
  const models = new Map<string, LoggedModel>();
  for await (const run of allRuns(client, experimentId, "ALL")) runs.set(originOfRun(run), run);
  for await (const model of allLoggedModels(client, experimentId)) {
    models.set(originOfModel(model), model);
  }
  return { runs, models };
}

/** Copies what the target has not of an experiment's runs and models. */
export async function syncExperiment(sync: ExperimentSync): Promise<void> {
  const copies = await findCopies(sync.target.client, sync.experiment.experiment_id);
  const runIds = new Map([...copies.runs].map(([origin, run]) => [origin, run.info.run_id]));
  // The oldest first: a parent is there before its children name it.
  const runs = sync.runs.toSorted((a, b) => (a.info.start_time ?? 0) - (b.info.start_time ?? 0));
  const created = new Set<string>();
  const tagsOf = (run: Run): Record<string, string> => mapTags(run, runIds);
  for (const run of runs) {
    const origin = originOfRun(run);
    // A run's id at the source may differ from its origin; children name it by that id.
    const known = runIds.get(origin);
    const id = known ?? (await sync.target.createRun(sync.experiment, run, tagsOf(run)));
    if (known === undefined) created.add(origin);
    runIds.set(origin, id).set(run.info.run_id, id);
  }
  const { modelIds, points } = await syncModels(sync, copies.models, runIds);
  await inParallel(AT_ONCE, runs, async (source) => {
    const origin = originOfRun(source);
    await guard(sync, `run ${source.info.run_id}`, async () => {
      const copy: RunToCopy = {
        from: sync.from,
        to: sync.target.client,
        source,
        runId: runIds.get(origin) ?? "",
        tags: tagsOf(source),
        modelPoints: points.get(source.info.run_id) ?? [],
        modelIds,
      };
      await syncRun(sync, copy, copies.runs.get(origin), created.has(origin));
    });
    sync.progress.advance();
  });
}

async function syncRun(
  { target, withArtifacts, result, progress }: ExperimentSync,
  copy: RunToCopy,
  before: Run | undefined,
  isNew: boolean,
): Promise<void> {
  const { source, from, runId } = copy;
  progress.note(source.info.run_name ?? runId);
  if (before?.info.lifecycle_stage === "deleted") {
    throw new Error(`its copy ${runId} is deleted; restore it to have it synced`);
  }
  const isWhole = before !== undefined && isComplete(source, before, copy.tags);
  if (!isWhole) await copyRun(copy);
  let bytes = 0;
  if (withArtifacts) {
    const root = before?.info.artifact_uri ?? (await artifactRoot(target.client, runId));
    const { run_id, artifact_uri = "" } = source.info;
    bytes = await copyArtifacts(
      { client: from, owner: { runId: run_id, root: artifact_uri } },
      { client: target.client, owner: { runId, root } },
    );
  }
  if (!isWhole) await endRun(copy);
  result.artifactBytes += bytes;
  if (isNew) result.created += 1;
  else if (isWhole && bytes === 0) result.unchanged += 1;
  else result.completed += 1;
}

async function artifactRoot(client: TrackingClient, run_id: string): Promise<string> {
  return (await client.getRun({ run_id })).run.info.artifact_uri ?? "";
}

/** Makes the models that are missing; answers their ids by the source's, and points by source run. */
async function syncModels(
  sync: ExperimentSync,
  copies: ReadonlyMap<string, LoggedModel>,
  runIds: ReadonlyMap<string, string>,
) {
  const { from, target, experiment, source, result } = sync;
  const modelIds = new Map<string, string>();
  const points = new Map<string, Metric[]>();
  for await (const model of allLoggedModels(from, source.experiment_id)) {
    const { info, data } = model;
    await guard(sync, `logged model ${info.model_id}`, async () => {
      const copy = copies.get(originOfModel(model));
      const runId = runIds.get(info.source_run_id ?? "");
      const id = copy?.info.model_id ?? (await target.createModel(experiment, model, runId));
      modelIds.set(info.model_id, id);
      if (copy === undefined) result.models += 1;
      for (const point of data.metrics ?? []) {
        const ofRun = points.get(point.run_id ?? "") ?? [];
        points.set(point.run_id ?? "", [...ofRun, { ...point, model_id: id }]);
      }
      await completeModel(sync, model, id, copy);
    });
  }
  return { modelIds, points };
}

async function completeModel(
  { from, target: { client }, withArtifacts, result }: ExperimentSync,
  { info }: LoggedModel,
  model_id: string,
  before: LoggedModel | undefined,
): Promise<void> {
  const { model } = await client.getLoggedModel({ model_id });
  if (withArtifacts) {
    result.artifactBytes += await copyArtifacts(
      { client: from, owner: { modelId: info.model_id, root: info.artifact_uri } },
      { client, owner: { modelId: model_id, root: model.info.artifact_uri } },
    );
  }
  if (before?.info.status === info.status) return;
  if (info.status === "LOGGED_MODEL_READY" || info.status === "LOGGED_MODEL_UPLOAD_FAILED") {
    await client.finalizeLoggedModel({ model_id, status: info.status });
  }
}

function mapTags(run: Run, runIds: ReadonlyMap<string, string>): Record<string, string> {
  const tags = Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value]));
  // Which of the two it is, is for the target to say.
  delete tags[RUN_TAG];
  const parent = tags[PARENT_TAG];
  if (parent !== undefined) tags[PARENT_TAG] = runIds.get(parent) ?? parent;
  return tags;
}

/** One that fails keeps no other from being copied, unless nothing can be reached any more. */
async function guard(
  { result }: ExperimentSync,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && "errorCode" in error && error.errorCode === "CONNECTION_FAILED") {
      throw error;
    }
    result.problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
