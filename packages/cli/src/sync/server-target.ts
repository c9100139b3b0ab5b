import type { Experiment, LoggedModel, Run } from "@mlflow-ts/contract";
import type { TrackingClient } from "../tracking.ts";
import { MODEL_TAG, originOfModel, originOfRun, RUN_TAG, type SyncTarget } from "./sync-target.ts";

/** A server: it chooses the ids, and a tag keeps what the run or model was. */
export class ServerTarget implements SyncTarget {
  readonly client: TrackingClient;

  constructor(client: TrackingClient) {
    this.client = client;
  }

  async createRun(
    { experiment_id }: Experiment,
    source: Run,
    tags: Readonly<Record<string, string>>,
  ): Promise<string> {
    const { user_id, run_name, start_time } = source.info;
    const all = { ...tags, [RUN_TAG]: originOfRun(source) };
    const { run } = await this.client.createRun({
      experiment_id,
      user_id,
      run_name,
      start_time,
      tags: Object.entries(all).map(([key, value]) => ({ key, value })),
    });
    return run.info.run_id;
  }

  async createModel(
    { experiment_id }: Experiment,
    source: LoggedModel,
    source_run_id: string | undefined,
  ): Promise<string> {
    const { name, model_type, tags = [] } = source.info;
    const { model } = await this.client.createLoggedModel({
      experiment_id,
      name,
      model_type,
      source_run_id,
      params: source.data.params ?? [],
      tags: [
        ...tags.filter(({ key }) => key !== MODEL_TAG),
        { key: MODEL_TAG, value: originOfModel(source) },
      ],
    });
    return model.info.model_id;
  }

  async close(): Promise<void> {}
}
