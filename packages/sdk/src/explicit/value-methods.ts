import type { Dataset } from "../data/data.ts";
import { toWireDataset } from "../data/wire-dataset.ts";
import type { ModelOutput } from "../entities.ts";
import { toPairs } from "../entities.ts";
import type { MetricOptions } from "../fluent/active-run.ts";
import {
  checkInteger,
  checkKey,
  checkMetricValue,
  toParamValue,
  toTagValue,
} from "../logging/check-entry.ts";
import { serverRunId } from "../logging/create-run.ts";
import { RunMethods } from "./run-methods.ts";

/** What is logged by one call, all of it or none. */
export interface LogBatch {
  /** Points of metrics, up to 1,000. */
  readonly metrics?: readonly ({ readonly key: string; readonly value: number } & MetricOptions)[];
  /** Params by key, up to 100, as texts; objects as JSON. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Tags by key, up to 100, as texts. */
  readonly tags?: Readonly<Record<string, unknown>>;
}

/** What `MlflowClient` logs to a run: each call is answered once the server has it. */
export class ValueMethods extends RunMethods {
  /**
   * Logs a point of a metric.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be.
   */
  logMetric(runId: string, key: string, value: number, options: MetricOptions = {}): Promise<void> {
    return this.logBatch(runId, { metrics: [{ key, value, ...options }] });
  }

  /**
   * Logs a param, as text; objects as JSON.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE when the run has another value for it: a param never
   * changes.
   */
  async logParam(runId: string, key: string, value: unknown): Promise<void> {
    checkKey(key, "key");
    await this.rest.logParam({ run_id: serverRunId(runId), key, value: toParamValue(value) });
  }

  /**
   * Logs up to 1,000 metrics, 100 params and 100 tags in one request: all of them or none.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for an entry that can't be, or more than that;
   * RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logBatch(runId: string, { metrics = [], params = {}, tags = {} }: LogBatch): Promise<void> {
    await this.rest.logBatch({
      run_id: serverRunId(runId),
      metrics: metrics.map(toMetric),
      params: toTexts(params, toParamValue),
      tags: toTexts(tags, toTagValue),
    });
  }

  /**
   * Sets a tag, as text; a later value replaces it.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be; RESOURCE_DOES_NOT_EXIST
   * when there is no such run.
   */
  async setTag(runId: string, key: string, value: unknown): Promise<void> {
    checkKey(key, "key");
    await this.rest.setTag({ run_id: serverRunId(runId), key, value: toTagValue(value) });
  }

  /**
   * Removes a tag of a run.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when the run has no such tag.
   */
  async deleteTag(runId: string, key: string): Promise<void> {
    await this.rest.deleteTag({ run_id: serverRunId(runId), key });
  }

  /**
   * Links datasets and models that a run used.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logInputs(
    runId: string,
    inputs: {
      readonly datasets?: readonly {
        readonly dataset: Dataset;
        readonly tags?: Readonly<Record<string, string>>;
      }[];
      readonly models?: readonly { readonly modelId: string }[];
    },
  ): Promise<void> {
    const datasets = (inputs.datasets ?? []).map(async ({ dataset, tags }) => ({
      dataset: await toWireDataset(dataset),
      tags: toPairs(tags),
    }));
    await this.rest.logInputs({
      run_id: serverRunId(runId),
      datasets: await Promise.all(datasets),
      models: (inputs.models ?? []).map(({ modelId }) => ({ model_id: modelId })),
    });
  }

  /**
   * Links models that a run made, each with the step it was made at.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logOutputs(runId: string, models: readonly ModelOutput[]): Promise<void> {
    await this.rest.logOutputs({
      run_id: serverRunId(runId),
      models: models.map(({ modelId, step }) => ({ model_id: modelId, step })),
    });
  }
}

function toMetric(metric: NonNullable<LogBatch["metrics"]>[number]) {
  const { key, value, step = 0, timestamp = Date.now(), modelId, dataset } = metric;
  checkKey(key, "key");
  checkMetricValue(value, key);
  checkInteger(step, "step");
  checkInteger(timestamp, "timestamp");
  return {
    key,
    // JSON has no number for NaN and infinity; MLflow reads them as texts.
    value: Number.isFinite(value) ? value : String(value),
    step,
    timestamp,
    model_id: modelId,
    dataset_name: dataset?.name,
    dataset_digest: dataset?.digest,
  };
}

function toTexts(
  record: Readonly<Record<string, unknown>>,
  toText: (value: unknown) => string,
): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => {
    checkKey(key, "key");
    return { key, value: toText(value) };
  });
}
