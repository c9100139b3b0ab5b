import type { MetricOptions } from "./active-run.ts";
import { activeRun, requireActiveRun } from "./start-run.ts";

/**
 * Logs a point of a metric to the active run: it is checked, kept on disk and sent in the
 * background. Where no run is active, one is started, as by all that log: it ends by `endRun()` or
 * with the program.
 *
 * @param key up to 250 characters: letters, digits, spaces and _ - . : /
 * @param value any number, NaN and infinities too.
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be;
 * INVALID_STATE when the run has ended.
 * @example
 * for (let step = 0; step < 10; step += 1) mlflow.logMetric("loss", train(), { step });
 */
export function logMetric(key: string, value: number, options?: MetricOptions): void {
  requireActiveRun().logMetric(key, value, options);
}

/**
 * Logs a point of each metric, all at the same step and time.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be:
 * then none is logged; INVALID_STATE when the run has ended.
 * @example
 * mlflow.logMetrics({ loss: 0.25, accuracy: 0.93 }, { step: epoch });
 */
export function logMetrics(
  metrics: Readonly<Record<string, number>>,
  options?: MetricOptions,
): void {
  requireActiveRun().logMetrics(metrics, options);
}

/**
 * Logs a param of the active run, as text; objects as JSON. A text longer than 6,000 characters is
 * cut.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, or when the run was given
 * another value for it before: a param never changes; INVALID_STATE when the run has ended.
 * @example
 * mlflow.logParam("layers", [64, 10]);
 */
export function logParam(key: string, value: unknown): void {
  requireActiveRun().logParam(key, value);
}

/**
 * Logs params of the active run, as texts; objects as JSON.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, then none is logged, or for
 * one that the run was given another value for; INVALID_STATE when the run has ended.
 * @example
 * mlflow.logParams({ lr: 0.01, optimizer: "adam" });
 */
export function logParams(params: Readonly<Record<string, unknown>>): void {
  requireActiveRun().logParams(params);
}

/**
 * Sets a tag of the active run, as text; a later value replaces it. A text longer than 8,000
 * characters is cut.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be; INVALID_STATE when the run
 * has ended.
 * @example
 * mlflow.setTag("stage", "draft");
 */
export function setTag(key: string, value: unknown): void {
  requireActiveRun().setTag(key, value);
}

/**
 * Sets tags of the active run, as texts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, then none is set;
 * INVALID_STATE when the run has ended.
 * @example
 * mlflow.setTags({ stage: "draft", reviewed: false });
 */
export function setTags(tags: Readonly<Record<string, unknown>>): void {
  requireActiveRun().setTags(tags);
}

/**
 * Waits until everything that the active run logged so far is on the server.
 *
 * @throws MlflowError what the server refused of it; CONNECTION_FAILED while it is away, when all
 * of it is on disk and sent later.
 * @example
 * mlflow.logMetric("loss", 0.25);
 * await mlflow.flush();
 */
export async function flush(): Promise<void> {
  await activeRun()?.flush();
}
