import { writeFile } from "node:fs/promises";
import type { Run } from "@mlflow-ts/contract";
import { allRuns } from "../pages.ts";
import type { TrackingClient } from "../tracking.ts";

/**
 * Writes the active runs of an experiment as CSV, one a line, to a file or standard output. MLflow:
 * its columns, by the names that `mlflow.search_runs` gives them.
 */
export async function writeRunsCsv(
  client: TrackingClient,
  experimentId: string,
  filename: string | undefined,
): Promise<void> {
  await client.getExperiment({ experiment_id: experimentId });
  const rows: Map<string, string>[] = [];
  for await (const run of allRuns(client, experimentId)) rows.push(toRow(run));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  // The sort is stable, so what every run has keeps its order before metrics, params and tags.
  columns.sort((a, b) =>
    isOwn(a) && isOwn(b) ? (a < b ? -1 : 1) : Number(isOwn(a)) - Number(isOwn(b)),
  );
  const lines = [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ""))];
  const text = lines.map((cells) => `${cells.map(quoteCell).join(",")}\n`).join("");
  if (filename === undefined) process.stdout.write(text);
  else await writeFile(filename, text);
}

function isOwn(column: string): boolean {
  return /^(metrics|params|tags)\./.test(column);
}

function toRow({ info, data }: Run): Map<string, string> {
  const row = new Map([
    ["run_id", info.run_id],
    ["experiment_id", info.experiment_id],
    ["status", info.status],
    ["artifact_uri", info.artifact_uri ?? ""],
    ["start_time", toTime(info.start_time)],
    ["end_time", toTime(info.end_time)],
  ]);
  for (const { key, value } of data.metrics ?? []) {
    row.set(`metrics.${key}`, value === "NaN" ? "" : String(value));
  }
  for (const { key, value } of data.params ?? []) row.set(`params.${key}`, value);
  for (const { key, value } of data.tags ?? []) row.set(`tags.${key}`, value);
  return row;
}

/** As pandas writes it: `2026-11-24 12:53:48.725+00:00`. */
function toTime(timestampMs: number | undefined): string {
  if (timestampMs === undefined) return "";
  return new Date(timestampMs).toISOString().replace("T", " ").replace("Z", "+00:00");
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
