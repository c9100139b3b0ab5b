import type { MetricOptions } from "./active-run.ts";
import { activeRun, requireActiveRun } from "./start-run.ts";

/**
 * Logs a point of a metric to the active run; it is sent in the background. Where no run is active,
 * one is started, as by all that log: it ends by `endRun()` or with the program.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be.
 * @example
 * mlflow.logMetric("loss", 0.25, { step: epoch });
 */
export function logMetric(key: string, value: number, options?: MetricOptions): void {
  requireActiveRun().logMetric(key, value, options);
}

/** Logs a point of each metric at one step. */
export function logMetrics(
  metrics: Readonly<Record<string, number>>,
  options?: MetricOptions,
): void {
  requireActiveRun().logMetrics(metrics, options);
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when the run was given another value for it before. */
export function logParam(key: string, value: unknown): void {
  requireActiveRun().logParam(key, value);
}

export function logParams(params: Readonly<Record<string, unknown>>): void {
  requireActiveRun().logParams(params);
}

export function setTag(key: string, value: unknown): void {
  requireActiveRun().setTag(key, value);
}

export function setTags(tags: Readonly<Record<string, unknown>>): void {
  requireActiveRun().setTags(tags);
}

/**
 * Waits until everything that the active run logged so far is on the server.
 *
 * @throws MlflowError what the server refused of it; CONNECTION_FAILED while it is away, when all of
 * it is on disk and sent later.
 */
export async function flush(): Promise<void> {
  await activeRun()?.flush();
}
