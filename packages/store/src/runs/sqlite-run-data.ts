import type { SqliteTransaction } from "../db/database.ts";
import type { LifecycleStage } from "../db/tables.ts";
import { writeMetrics, writeModelMetrics } from "../metrics/write-metrics.ts";
import { checkRunIsActive, type ParamChange, RUN_NAME_TAG, runNotFound } from "./rules.ts";
import type { Param, RunData, Tag } from "./run-data.ts";

/** Row by row: SQLite is called, not asked over a network. */
export function writeRunDataOnSqlite(
  transaction: SqliteTransaction,
  { runId, metrics, params, tags, refuse }: RunData,
): void {
  const experimentId = requireActiveRun(transaction, runId);
  if (params.length > 0) {
    const changes = insertParams(transaction, runId, params);
    if (changes.length > 0) throw refuse(runId, changes);
  }
  if (metrics.length > 0) {
    writeMetrics(transaction, runId, metrics);
    writeModelMetrics(transaction, runId, experimentId, metrics);
  }
  if (tags.length > 0) writeTags(transaction, runId, tags);
}

function requireActiveRun({ prepare }: SqliteTransaction, runId: string): number {
  const row = prepare("SELECT lifecycle_stage, experiment_id FROM runs WHERE run_uuid = ?").get(
    runId,
  );
  if (row === undefined) throw runNotFound(runId);
  // The columns' types are those of the schema.
  checkRunIsActive(runId, row["lifecycle_stage"] as LifecycleStage);
  return row["experiment_id"] as number;
}

/** Inserts what is new and answers the params that would have changed. */
function insertParams(
  { prepare }: SqliteTransaction,
  runId: string,
  params: readonly Param[],
): ParamChange[] {
  const insert = prepare(
    "INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const find = prepare("SELECT value FROM params WHERE key = ? AND run_uuid = ?");
  const changes: ParamChange[] = [];
  for (const { key, value } of params) {
    if (Number(insert.run(key, value, runId).changes) > 0) continue;
    const oldValue = String(find.get(key, runId)?.["value"]);
    if (oldValue !== value) changes.push({ key, oldValue, newValue: value });
  }
  return changes;
}

function writeTags({ prepare }: SqliteTransaction, runId: string, tags: readonly Tag[]): void {
  const upsert = prepare(
    `INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)
     ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value`,
  );
  for (const { key, value } of tags) {
    if (key === RUN_NAME_TAG) {
      // MLflow: the tag is the run's name, and a name is never made empty.
      if (!value) continue;
      prepare("UPDATE runs SET name = ? WHERE run_uuid = ?").run(value, runId);
    }
    upsert.run(key, value, runId);
  }
}
