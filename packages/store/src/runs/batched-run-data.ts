import type { Int64 } from "@mlflow-ts/contract";
import type { BatchedWrite, Batches, Outcome } from "../db/database.ts";
import type { LifecycleStage } from "../db/tables.ts";
import {
  addModelMetrics,
  addPoints,
  type ModelPoint,
  writeWithPoints,
} from "../metrics/batched-metrics.ts";
import { modelNotFound } from "../logged-models/rules.ts";
import { checkRunIsActive, type ParamChange, RUN_NAME_TAG, runNotFound } from "./rules.ts";
import type { RunData } from "./run-data.ts";

interface RunState {
  readonly run_uuid: string;
  readonly lifecycle_stage: LifecycleStage;
  readonly experiment_id: Int64;
}

/** What the database holds of what entries are about. */
interface Known {
  readonly runs: ReadonlyMap<string, RunState>;
  /** By run, then by key; what the entries add is added. */
  readonly params: Map<string, Map<string, string>>;
  readonly models: ReadonlySet<string>;
}

/**
 * Many entries at once: what is there of their runs, params and models is read, then all that is new
 * is written together.
 */
export async function writeRunDataInBatches(
  batches: Batches,
  entries: readonly RunData[],
): Promise<Outcome<void>[]> {
  const known = await readKnown(batches, entries);
  const outcomes: Outcome<void>[] = [];
  const accepted: RunData[] = [];
  const newParams: [runId: string, key: string, value: string][] = [];
  for (const entry of entries) {
    try {
      newParams.push(...checkEntry(entry, known));
      accepted.push(entry);
      outcomes.push({ result: undefined });
    } catch (error) {
      outcomes.push({ error });
    }
  }
  const write = batches.createWrite();
  addParams(write, newParams);
  addModelMetrics(write, modelPointsOf(accepted, known));
  addTags(write, accepted);
  // The last one, as it also answers.
  addPoints(
    write,
    accepted.map(({ runId, metrics }) => ({ runId, points: metrics })),
  );
  await writeWithPoints(batches, write);
  return outcomes;
}

async function readKnown(batches: Batches, entries: readonly RunData[]): Promise<Known> {
  const runIds = [...new Set(entries.map(({ runId }) => runId))];
  const params = entries.flatMap(({ runId, params: own }) => own.map(({ key }) => [runId, key]));
  const modelIds = entries.flatMap(({ metrics }) => metrics.flatMap((m) => m.model_id || []));
  const [runs, paramRows, models] = await Promise.all([
    batches.find<RunState>(
      "runs",
      ["run_uuid", "lifecycle_stage", "experiment_id"],
      ["run_uuid"],
      runIds.map((id) => [id]),
    ),
    batches.find<{ run_uuid: string; key: string; value: string }>(
      "params",
      ["run_uuid", "key", "value"],
      ["run_uuid", "key"],
      params,
    ),
    batches.find<{ model_id: string }>(
      "logged_models",
      ["model_id"],
      ["model_id"],
      modelIds.map((id) => [id]),
    ),
  ]);
  const known = {
    runs: new Map(runs.map((run) => [run.run_uuid, run])),
    params: new Map<string, Map<string, string>>(),
    models: new Set(models.map((model) => model.model_id)),
  };
  for (const { run_uuid, key, value } of paramRows) paramsOf(known, run_uuid).set(key, value);
  return known;
}

function paramsOf({ params }: Pick<Known, "params">, runId: string): Map<string, string> {
  let own = params.get(runId);
  if (own === undefined) params.set(runId, (own = new Map()));
  return own;
}

/** The params that an entry adds; throws what is to be answered when the entry is refused. */
function checkEntry(
  { runId, params, metrics, refuse }: RunData,
  known: Known,
): [runId: string, key: string, value: string][] {
  const run = known.runs.get(runId);
  if (run === undefined) throw runNotFound(runId);
  checkRunIsActive(runId, run.lifecycle_stage);
  const own = paramsOf(known, runId);
  const added = params.filter(({ key }) => !own.has(key));
  const changes: ParamChange[] = params.flatMap(({ key, value }) => {
    const oldValue = own.get(key) ?? value;
    return oldValue === value ? [] : [{ key, oldValue, newValue: value }];
  });
  if (changes.length > 0) throw refuse(runId, changes);
  const missing = metrics.find(({ model_id }) => model_id && !known.models.has(model_id));
  if (missing?.model_id) throw modelNotFound(missing.model_id);
  for (const { key, value } of added) own.set(key, value);
  return added.map(({ key, value }) => [runId, key, value]);
}

function modelPointsOf(entries: readonly RunData[], { runs }: Known): ModelPoint[] {
  return entries.flatMap(({ runId, metrics }) =>
    metrics
      .filter(({ model_id }) => model_id)
      .map((metric) => ({ runId, experimentId: runs.get(runId)?.experiment_id ?? 0, metric })),
  );
}

function addParams(
  write: BatchedWrite,
  rows: readonly [runId: string, key: string, value: string][],
): void {
  // One that another server adds at the same moment is a conflict: it is then read, and compared.
  write.insert({ table: "params", columns: PAIR_COLUMNS, rows });
}

const PAIR_COLUMNS = { run_uuid: "text", key: "text", value: "text" } as const;

function addTags(write: BatchedWrite, entries: readonly RunData[]): void {
  const tags = new Map<string, [runId: string, key: string, value: string]>();
  for (const { runId, tags: own } of entries) {
    for (const { key, value } of own) {
      // MLflow: the tag is the run's name, and a name is never made empty.
      if (key === RUN_NAME_TAG && !value) continue;
      tags.set(`${runId} ${key}`, [runId, key, value]);
    }
  }
  const rows = [...tags.values()];
  write.insert({
    table: "tags",
    columns: PAIR_COLUMNS,
    rows,
    existing: { key: ["key", "run_uuid"], set: ["value"], mayRename: true },
  });
  const names = rows.filter(([, key]) => key === RUN_NAME_TAG);
  write.update(
    "runs",
    "run_uuid",
    "name",
    names.map(([runId, , name]) => [runId, name]),
  );
}
