import type { Metric, Run } from "@mlflow-ts/contract";

/**
 * Whether a copy has all of its source: a run is ended only when everything else of it is there, so
 * what tells is its end, and whether anything was logged since.
 */
export function isComplete(
  source: Run,
  copy: Run,
  tags: Readonly<Record<string, string>>,
): boolean {
  const { status, end_time } = source.info;
  if (status === "RUNNING" || status === "SCHEDULED") return false;
  return (
    copy.info.status === status &&
    copy.info.end_time === end_time &&
    hasAll(copy.data.metrics, source.data.metrics, describePoint) &&
    hasAll(copy.data.params, source.data.params, describePair) &&
    hasAll(copy.data.tags, toPairs(tags), describePair) &&
    countLinks(copy) >= countLinks(source)
  );
}

export function toPairs(
  record: Readonly<Record<string, string>>,
): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

function hasAll<T>(
  copied: readonly T[] | undefined,
  wanted: readonly T[] | undefined,
  describe: (item: T) => string,
): boolean {
  const there = new Set((copied ?? []).map(describe));
  return (wanted ?? []).every((item) => there.has(describe(item)));
}

function describePoint({ key, value, step, timestamp }: Metric): string {
  return [value, step, timestamp, key].join(" ");
}

function describePair({ key, value }: { key: string; value: string }): string {
  return JSON.stringify([key, value]);
}

function countLinks({ inputs, outputs }: Run): number {
  const { dataset_inputs = [], model_inputs = [] } = inputs ?? {};
  return dataset_inputs.length + model_inputs.length + (outputs?.model_outputs ?? []).length;
}
