import type { Metric, Run } from "@mlflow-ts/contract";
import { metricHistory } from "../pages.ts";
import type { TrackingClient } from "../tracking.ts";
import { toPairs } from "./compare-runs.ts";

/** MLflow's limits of one batch. */
const MAX_POINTS = 1000;
const MAX_TEXTS = 100;

export interface RunToCopy {
  readonly from: TrackingClient;
  readonly to: TrackingClient;
  readonly source: Run;
  /** As the target names the run. */
  readonly runId: string;
  /** The source's, with ids as the target has them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Points that were measured of logged models, these named as the target does. */
  readonly modelPoints: readonly Metric[];
  /** Ids of logged models at the target, by those at the source. */
  readonly modelIds: ReadonlyMap<string, string>;
}

/** Sends all of a run but its artifacts and its end. What is there already stays as it is. */
export async function copyRun(copy: RunToCopy): Promise<void> {
  await copyTexts(copy);
  for (const { key } of copy.source.data.metrics ?? []) {
    const { from, source } = copy;
    for await (const points of metricHistory(from, source.info.run_id, key)) {
      await sendPoints(copy, points);
    }
  }
  await sendPoints(copy, copy.modelPoints);
  await copyLinks(copy);
}

async function copyTexts({ to, runId, source, tags }: RunToCopy): Promise<void> {
  for (const params of inLots(source.data.params ?? [], MAX_TEXTS)) {
    await to.logBatch({ run_id: runId, params });
  }
  for (const lot of inLots(toPairs(tags), MAX_TEXTS)) {
    await to.logBatch({ run_id: runId, tags: lot });
  }
}

async function sendPoints({ to, runId }: RunToCopy, points: readonly Metric[]): Promise<void> {
  for (const lot of inLots(points, MAX_POINTS)) {
    const metrics = lot.map(({ key, value, timestamp, step, ...of }) => ({
      key,
      value,
      timestamp,
      step,
      model_id: of.model_id,
      dataset_name: of.dataset_name,
      dataset_digest: of.dataset_digest,
    }));
    await to.logBatch({ run_id: runId, metrics });
  }
}

async function copyLinks({ to, runId, source, modelIds }: RunToCopy): Promise<void> {
  const { dataset_inputs: datasets = [], model_inputs = [] } = source.inputs ?? {};
  const outputs = source.outputs?.model_outputs ?? [];
  const models = model_inputs.map(({ model_id }) => ({
    model_id: modelIds.get(model_id) ?? model_id,
  }));
  if (datasets.length > 0 || models.length > 0) {
    await to.logInputs({ run_id: runId, datasets, models });
  }
  if (outputs.length === 0) return;
  await to.logOutputs({
    run_id: runId,
    models: outputs.map(({ model_id, step }) => ({
      model_id: modelIds.get(model_id) ?? model_id,
      step,
    })),
  });
}

/** Gives the copy the source's name, status and end: from then on it counts as whole. */
export async function endRun({ to, runId, source }: RunToCopy): Promise<void> {
  const { status, end_time, run_name } = source.info;
  await to.updateRun({ run_id: runId, status, end_time, run_name });
}

function* inLots<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
