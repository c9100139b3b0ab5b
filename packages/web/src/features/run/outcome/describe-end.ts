import type { Metric, MetricSummary, Run } from "@mlflow-ts/contract";
import { cutText } from "../../../format/cut-text.ts";
import { readDouble } from "../../../format/metric-value.ts";
import { formatDuration } from "../../../format/time.ts";

const NAMES_SHOWN = 3;

/** When a run ended, such as "It ended 3 min after its start". */
export function describeEnd({ start_time: start, end_time: end }: Run["info"]): string {
  if (end === undefined || start === undefined) return "It ended";
  return `It ended ${formatDuration(end - start)} after its start`;
}

/** The last step that was logged and the metrics that have it; nothing of a run without metrics. */
export function describeLastStep(metrics: readonly Metric[]): string | undefined {
  const ofTraining = metrics.filter(({ key }) => !key.startsWith("system/"));
  const known = ofTraining.length > 0 ? ofTraining : metrics;
  // A figure of the whole, logged at the end without a step, has step 0.
  const last = known.toSorted(
    (a, b) => compare(b.step, a.step) || compare(b.timestamp, a.timestamp),
  )[0];
  if (last === undefined) return undefined;
  const names = known.filter(({ step }) => step === last.step).map(({ key }) => key);
  return `The last step logged was ${last.step}, of ${listNames(names)}`;
}

/** Where metrics began to be no numbers, the earliest first, in words for each kind. */
export function describeBroken(metrics: Iterable<MetricSummary>): string[] {
  const broken = [...metrics].flatMap(({ key, first_broken: first }) =>
    first === undefined ? [] : [{ key, step: first.step, word: nameOf(readDouble(first.value)) }],
  );
  const groups = new Map<string, { word: string; step: number | bigint; names: string[] }>();
  for (const { key, step, word } of broken.toSorted((a, b) => compare(a.step, b.step))) {
    const id = `${word} ${step}`;
    const group = groups.get(id);
    if (group) group.names.push(key);
    else groups.set(id, { word, step, names: [key] });
  }
  return [...groups.values()].map(
    ({ word, step, names }) => `${word} began at step ${step}, in ${listNames(names)}`,
  );
}

function listNames(keys: readonly string[]): string {
  const names = keys
    .toSorted((a, b) => a.localeCompare(b, "en"))
    .slice(0, NAMES_SHOWN)
    .map((key) => cutText(key, 80));
  const rest = keys.length - names.length;
  if (rest > 0) return `${names.join(", ")} and ${rest} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function nameOf(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "−Infinity";
}

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
