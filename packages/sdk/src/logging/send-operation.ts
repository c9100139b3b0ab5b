import type { Client, TrackingContract } from "@mlflow-ts/contract";
import { MlflowError } from "../mlflow-error.ts";
import type { Batch, MetricEntry, RunUpdate } from "./batch.ts";

type TrackingClient = Client<TrackingContract>;

/** Sends a batch of a run; answers what the server refused of it, the rest is kept. */
export async function sendBatch(
  client: TrackingClient,
  runId: string,
  batch: Batch,
): Promise<MlflowError[]> {
  const refusals = await catchRefusal(() => logBatch(client, runId, batch));
  if (refusals.length === 0) return [];
  // A batch is kept whole or not at all, so what can be kept is sent without what was refused.
  const parts = divide(batch);
  if (parts.length === 1) return refusals;
  const kept: MlflowError[] = [];
  for (const part of parts) kept.push(...(await sendBatch(client, runId, part)));
  return kept;
}

/** Sends a change of a run's state; answers the server's refusal. */
export function sendUpdate(
  client: TrackingClient,
  runId: string,
  update: RunUpdate,
): Promise<MlflowError[]> {
  return catchRefusal(() => client.updateRun({ run_id: runId, ...update }));
}

/** Whether an error says that the server is away or busy, and not that it refused. */
export function isOutage(error: unknown): error is MlflowError {
  if (!(error instanceof MlflowError)) return false;
  const { status, errorCode } = error;
  if (errorCode === "INVALID_ANSWER") return true;
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

function logBatch(client: TrackingClient, run_id: string, batch: Batch): Promise<unknown> {
  const metrics = batch.metrics.map(encodeMetric);
  return client.logBatch({ run_id, metrics, params: [...batch.params], tags: [...batch.tags] });
}

/** JSON has no number for NaN and infinity; MLflow reads them as texts. */
function encodeMetric(
  metric: MetricEntry,
): Omit<MetricEntry, "value"> & { value: number | string } {
  return Number.isFinite(metric.value) ? metric : { ...metric, value: String(metric.value) };
}

/** Answers what `send` was refused; an outage is thrown. */
export async function catchRefusal(send: () => Promise<unknown>): Promise<MlflowError[]> {
  try {
    await send();
    return [];
  } catch (error) {
    if (error instanceof MlflowError && !isOutage(error)) return [error];
    throw error;
  }
}

/** The parts of which each may be refused alone: the metrics, each param, each tag. */
function divide({ metrics, params, tags }: Batch): Batch[] {
  const parts: Batch[] = [];
  for (const param of params) parts.push({ metrics: [], params: [param], tags: [] });
  for (const tag of tags) parts.push({ metrics: [], params: [], tags: [tag] });
  if (metrics.length > 0) parts.push({ metrics, params: [], tags: [] });
  return parts;
}
