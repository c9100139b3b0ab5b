import type { RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { readRunSignals } from "../run-table/run-signals.ts";
import { RunSummary } from "./run-summary.ts";
import { seriesCacheOf } from "./series-cache.ts";

/** Runs whose summaries are kept while their pages are open; some hundred bytes a metric. */
const MAX_KEPT = 20;

interface Kept {
  /** The least recently used first. */
  readonly summaries: Map<string, RunSummary>;
  schemaVersion: unknown;
}

const keptByConnection = new WeakMap<SqliteConnection, Kept>();

/**
 * What each metric of a run tells as a whole, and when the run was last heard of; none of an
 * unknown run.
 */
export async function getRunMetrics(
  queries: Queries,
  { run_id: runId }: RequestOf<"getRunMetrics">,
  connection: SqliteConnection,
): Promise<ResponseOf<"getRunMetrics">> {
  const signals = await readRunSignals(queries, [runId]);
  return { metrics: summarizeRun(connection, runId).metrics(), ...signals.get(runId) };
}

function summarizeRun(connection: SqliteConnection, runId: string): RunSummary {
  const { summaries } = keptOf(connection);
  let summary = summaries.get(runId) ?? new RunSummary(runId);
  summaries.delete(runId);
  // One state for all of its statements, so that no row is counted twice or left out.
  seriesCacheOf(connection).inSnapshot(() => {
    if (summary.update(connection)) return;
    summary = new RunSummary(runId);
    summary.update(connection);
  });
  summaries.set(runId, summary);
  const [oldest] = summaries.keys();
  if (summaries.size > MAX_KEPT && oldest !== undefined) summaries.delete(oldest);
  return summary;
}

function keptOf(connection: SqliteConnection): Kept {
  const schemaVersion = connection.schemaVersion();
  const kept = keptByConnection.get(connection);
  if (kept !== undefined && kept.schemaVersion === schemaVersion) return kept;
  const fresh = { summaries: new Map<string, RunSummary>(), schemaVersion };
  keptByConnection.set(connection, fresh);
  return fresh;
}
