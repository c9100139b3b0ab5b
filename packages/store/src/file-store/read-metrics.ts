import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Int64 } from "@mlflow-ts/contract";
import type { OnProblem } from "./read-experiments.ts";
import { listKeys } from "./read-folder.ts";

/** One point of a metric. */
export interface FilePoint {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: Int64;
  readonly step: Int64;
  /** What it was measured on. */
  readonly datasetName: string | undefined;
  readonly datasetDigest: string | undefined;
}

/**
 * Every point of a run's metrics, each metric's in the order it was logged. A line that is no point
 * is told and left out.
 */
export function* readRunMetrics(folder: string, onProblem: OnProblem): Generator<FilePoint> {
  for (const key of listKeys(folder)) {
    for (const fields of readLines(join(folder, key))) {
      const [timestamp, value, step = "0", datasetName, datasetDigest] = fields;
      const point = toPoint(key, [timestamp, value, step]);
      if (point) yield { ...point, datasetName, datasetDigest };
      else onProblem(describe(folder, key, fields));
    }
  }
}

/** Every point of a logged model's metrics, with the run that measured it. */
export function* readModelMetrics(
  folder: string,
  onProblem: OnProblem,
): Generator<FilePoint & { readonly runId: string }> {
  for (const key of listKeys(folder)) {
    for (const fields of readLines(join(folder, key))) {
      const [timestamp, value, step, runId, datasetName, datasetDigest] = fields;
      const point = toPoint(key, [timestamp, value, step]);
      if (point && runId !== undefined) yield { ...point, runId, datasetName, datasetDigest };
      else onProblem(describe(folder, key, fields));
    }
  }
}

function* readLines(path: string): Generator<string[]> {
  const text = readFileSync(path, "utf8");
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    // A last line without its end is one that is being written, or that a crash cut off.
    if (newline < 0) return;
    const line = text.slice(start, newline).trim();
    start = newline + 1;
    if (line !== "") yield line.split(" ");
  }
}

type Fields = readonly (string | undefined)[];

function toPoint(key: string, fields: Fields) {
  const [timestamp, value, step] = [
    toInteger(fields[0]),
    toDouble(fields[1]),
    toInteger(fields[2]),
  ];
  if (timestamp === undefined || value === undefined || step === undefined) return undefined;
  return { key, timestamp, value, step };
}

function toInteger(text: string | undefined): Int64 | undefined {
  if (text === undefined || !/^-?\d{1,19}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** As Python writes a float: `0.1`, `1e-05`, `nan`, `-inf`. */
function toDouble(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const lower = text.toLowerCase();
  if (lower === "nan") return NaN;
  if (/^[-+]?inf(inity)?$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

function describe(folder: string, key: string, fields: Fields): string {
  return `${join(folder, key)} has a line that is no point: '${fields.join(" ").slice(0, 100)}'.`;
}
