import type { ApiError, MetricInput } from "@mlflow-ts/contract";
import type { GroupedWrite } from "../db/database.ts";
import type { Store } from "../store.ts";
import { writeRunDataInBatches } from "./batched-run-data.ts";
import { writeRunDataOnSqlite } from "./sqlite-run-data.ts";
import { type ParamChange, refuseChanges } from "./rules.ts";

export interface Param {
  readonly key: string;
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a training logs to a run at once, checked: all of it is kept, or nothing. */
export interface RunData {
  readonly runId: string;
  readonly metrics: readonly MetricInput[];
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  /** What is said when params would change their values. */
  readonly refuse: (runId: string, changes: readonly ParamChange[]) => ApiError;
}

const WRITE_RUN_DATA: GroupedWrite<RunData, void> = {
  onSqlite: writeRunDataOnSqlite,
  inBatches: writeRunDataInBatches,
  countRows: ({ metrics, params, tags }) => metrics.length + params.length + tags.length,
};

/**
 * Writes what a training logs to an active run.
 *
 * @throws ApiError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE when the run is deleted or a
 * param would change its value.
 */
export async function logRunData(
  store: Store,
  data: Pick<RunData, "runId"> & Partial<RunData>,
): Promise<void> {
  await store.database.writeGrouped(WRITE_RUN_DATA, {
    metrics: [],
    params: [],
    tags: [],
    refuse: refuseChanges,
    ...data,
  });
  if (data.metrics) store.seriesKeeper?.noteLogged(data.runId, data.metrics);
}
