import type { LoggedModel } from "@mlflow-ts/contract";

type Metric = NonNullable<LoggedModel["data"]["metrics"]>[number];

/** Of each metric of a model the one at the last step: a model may be measured again and again. */
export function latestMetrics(metrics: readonly Metric[]): Metric[] {
  const latest = new Map<string, Metric>();
  for (const metric of metrics) {
    const known = latest.get(metric.key);
    if (known === undefined || isLater(metric, known)) latest.set(metric.key, metric);
  }
  return [...latest.values()].toSorted((a, b) => a.key.localeCompare(b.key, "en"));
}

function isLater(a: Metric, b: Metric): boolean {
  return a.step === b.step ? a.timestamp >= b.timestamp : a.step > b.step;
}
