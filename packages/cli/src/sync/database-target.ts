import type { Experiment, LoggedModel, Run } from "@mlflow-ts/contract";
import { copyModel, copyRun } from "@mlflow-ts/store";
import { type Backend, openBackend } from "../backend.ts";
import { openTracking, type TrackingClient } from "../tracking.ts";
import type { SyncTarget } from "./sync-target.ts";

/** A database: runs and models keep their ids and times. */
export class DatabaseTarget implements SyncTarget {
  readonly client: TrackingClient;
  readonly #backend: Backend;

  private constructor(client: TrackingClient, backend: Backend) {
    this.client = client;
    this.#backend = backend;
  }

  static async open(uri: string): Promise<DatabaseTarget> {
    const { client } = await openTracking(uri);
    const backend = await openBackend({ backendStoreUri: uri }, { isMade: true });
    return new DatabaseTarget(client, backend);
  }

  async createRun(
    experiment: Experiment,
    { info }: Run,
    tags: Readonly<Record<string, string>>,
  ): Promise<string> {
    await copyRun(this.#backend.store.database, experiment.experiment_id, {
      id: info.run_id,
      name: info.run_name ?? "",
      userId: info.user_id ?? "",
      status: "RUNNING",
      startTime: info.start_time,
      endTime: undefined,
      deletedTime: undefined,
      lifecycleStage: "active",
      artifactUri: below(experiment, info.run_id),
      params: [],
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      datasets: [],
      inputModelIds: [],
      outputModels: [],
    });
    return info.run_id;
  }

  async createModel(
    experiment: Experiment,
    { info, data }: LoggedModel,
    sourceRunId: string | undefined,
  ): Promise<string> {
    await copyModel(this.#backend.store.database, experiment.experiment_id, {
      id: info.model_id,
      name: info.name,
      artifactLocation: below(experiment, `models/${info.model_id}`),
      createdMs: info.creation_timestamp_ms,
      updatedMs: info.last_updated_timestamp_ms,
      statusMessage: info.status_message,
      lifecycleStage: "active",
      modelType: info.model_type ?? "",
      sourceRunId: sourceRunId ?? "",
      params: data.params ?? [],
      tags: info.tags ?? [],
    });
    return info.model_id;
  }

  close(): Promise<void> {
    return this.#backend.close();
  }
}

function below({ artifact_location = "" }: Experiment, folder: string): string {
  return `${artifact_location.replace(/\/+$/, "")}/${folder}/artifacts`;
}
