import { encodeJson, parseJson } from "@mlflow-ts/contract/json";
import type { Entry, MetricEntry } from "../logging/batch.ts";

const quoted = new Map<string, string>();
const MAX_QUOTED = 1000;

/** An entry as a line of JSON: an array for a metric, as most are, an object for the rest. */
export function toLine(entry: Entry): string {
  if (!("metric" in entry)) return `${encodeJson(entry)}\n`;
  const { key, value, timestamp, step, model_id, dataset_name } = entry.metric;
  // JSON has no number for NaN and infinity.
  const number = Number.isFinite(value) ? value : `"${value}"`;
  const more = model_id === undefined && dataset_name === undefined ? "" : moreOf(entry.metric);
  return `[${quote(key)},${number},${timestamp},${step}${more}]\n`;
}

/** @throws SyntaxError when the line is none of ours. */
export function parseLine(line: string): Entry {
  const value = parseJson(line);
  if (!Array.isArray(value)) return value as Entry;
  // Written by `toLine`, above.
  const [key, number, timestamp, step, more] = value as [
    string,
    number | string,
    number | bigint,
    number | bigint,
    Partial<MetricEntry>?,
  ];
  return { metric: { key, value: Number(number), timestamp, step, ...more } };
}

function moreOf({ model_id, dataset_name, dataset_digest }: MetricEntry): string {
  return `,${JSON.stringify({ model_id, dataset_name, dataset_digest })}`;
}

/** Programs log few keys, each many times. */
function quote(key: string): string {
  let text = quoted.get(key);
  if (text === undefined) {
    text = JSON.stringify(key);
    if (quoted.size < MAX_QUOTED) quoted.set(key, text);
  }
  return text;
}
