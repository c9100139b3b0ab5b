import {
  ApiError,
  checkLength,
  checkName,
  MAX_KEY_LENGTH,
  type MetricInput,
  shown,
} from "@mlflow-ts/contract";
import { formatPythonFloat } from "../python-text.ts";

/** Refuses a point that MLflow refuses; `path` names it, such as `metrics[3].`, or is empty. */
export function checkMetric(metric: MetricInput, path = ""): void {
  checkName(metric.key, `${path}name`);
  if (metric.timestamp < 0) {
    throw ApiError.invalidParameter(
      `Invalid value ${shown(metric.timestamp)} for parameter '${path}timestamp' supplied: ` +
        `metric '${metric.key}' (value=${formatPythonFloat(metric.value)}). ` +
        "Timestamp must be a nonnegative long (64-bit integer) ",
    );
  }
  checkLength("Metric name", MAX_KEY_LENGTH, metric.key);
  if (Boolean(metric.dataset_name) !== Boolean(metric.dataset_digest)) {
    throw ApiError.invalidParameter(
      "Both dataset_name and dataset_digest must be provided if one is provided",
    );
  }
}

/** A value as the tables hold it: NaN is 0 with a mark, infinity the largest double. */
export function toStoredValue(value: number): { value: number; isNan: 0 | 1 } {
  if (Number.isNaN(value)) return { value: 0, isNan: 1 };
  const clamped = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return { value: clamped, isNan: 0 };
}
