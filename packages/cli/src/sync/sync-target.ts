import type { Experiment, LoggedModel, Run } from "@mlflow-ts/contract";
import type { TrackingClient } from "../tracking.ts";

/**
 * Where runs are copied to. All that both kinds of target do alike goes through the client; a
 * database keeps the ids of runs and models, a server gives new ones and a tag with the old.
 */
export interface SyncTarget {
  readonly client: TrackingClient;
  /** Makes a run that goes on until it is ended; answers its id. */
  createRun(
    experiment: Experiment,
    source: Run,
    tags: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Makes a model that is pending; answers its id. */
  createModel(
    experiment: Experiment,
    source: LoggedModel,
    sourceRunId: string | undefined,
  ): Promise<string>;
  close(): Promise<void>;
}

/** Tags that name what a copy was first: a copy of a copy is known as the same. */
export const RUN_TAG = "mlflow-ts.sync.run_id";
export const MODEL_TAG = "mlflow-ts.sync.model_id";

export function originOfRun({ info, data }: Run): string {
  return data.tags?.find(({ key }) => key === RUN_TAG)?.value ?? info.run_id;
}

export function originOfModel({ info }: LoggedModel): string {
  return info.tags?.find(({ key }) => key === MODEL_TAG)?.value ?? info.model_id;
}
