import { platform } from "#platform";
import { refusal } from "../logging/check-entry.ts";
import type { SystemMetricsSettings } from "../settings.ts";
import { SystemMonitor } from "../system-metrics/monitor.ts";
import type { ActiveRun } from "./active-run.ts";
import { getSettings } from "./state.ts";

let chosen: Partial<SystemMetricsSettings> = {};

function current(): SystemMetricsSettings {
  return { ...getSettings().systemMetrics, ...chosen };
}

/**
 * Logs what the machine does beside every run that is started from now on: processor, memory, disk,
 * network and NVIDIA's GPUs, as `system/…`. The same as `MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING=true`.
 *
 * @example
 * mlflow.enableSystemMetricsLogging();
 * mlflow.setSystemMetricsSamplingInterval(5);
 */
export function enableSystemMetricsLogging(): void {
  chosen = { ...chosen, isEnabled: true };
}

/**
 * Logs nothing of the machine beside the runs that are started from now on.
 *
 * @example
 * mlflow.disableSystemMetricsLogging();
 */
export function disableSystemMetricsLogging(): void {
  chosen = { ...chosen, isEnabled: false };
}

/**
 * Seconds between two samples: 10 when not set.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is no positive number.
 * @example
 * mlflow.setSystemMetricsSamplingInterval(2.5);
 */
export function setSystemMetricsSamplingInterval(seconds: number): void {
  if (!(seconds > 0) || !Number.isFinite(seconds))
    throw invalid("interval", seconds, "more than 0");
  chosen = { ...chosen, intervalMs: seconds * 1000 };
}

/**
 * How many samples become one point, their mean: 1 when not set.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is no positive whole number.
 * @example
 * mlflow.setSystemMetricsSamplesBeforeLogging(6);
 */
export function setSystemMetricsSamplesBeforeLogging(samples: number): void {
  if (!Number.isSafeInteger(samples) || samples < 1) throw invalid("samples", samples, "1 or more");
  chosen = { ...chosen, samplesBeforeLogging: samples };
}

/**
 * Names this machine where several train one model: its metrics become `system/<node>/…`.
 *
 * @example
 * mlflow.setSystemMetricsNodeId("worker-0");
 */
export function setSystemMetricsNodeId(nodeId: string | undefined): void {
  chosen = { ...chosen, nodeId };
}

/**
 * Watches the machine until the run ends, if that was asked for and the platform can. A run that is
 * resumed goes on where its last points were.
 */
export async function watchSystem(
  run: ActiveRun,
  isAsked: boolean | undefined,
  isResumed: boolean,
): Promise<void> {
  const settings = current();
  const sampler = (isAsked ?? settings.isEnabled) ? platform.createSystemSampler() : undefined;
  if (sampler === undefined) return;
  const firstStep = isResumed ? await findNextStep(run).catch(() => 0) : 0;
  const monitor = new SystemMonitor(run, sampler, { ...settings, firstStep });
  run.beforeEnd(() => monitor.stop());
}

async function findNextStep({ connection, info }: ActiveRun): Promise<number> {
  const { run } = await connection.background.getRun({ run_id: info.runId });
  const steps = (run.data.metrics ?? [])
    .filter(({ key }) => key.startsWith("system/"))
    .map(({ step }) => Number(step) + 1);
  return Math.max(0, ...steps);
}

function invalid(name: string, value: unknown, allowed: string) {
  return refusal(`Invalid value ${String(value)} for '${name}': a number, ${allowed}.`);
}
