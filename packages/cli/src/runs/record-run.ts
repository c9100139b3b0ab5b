import { userInfo } from "node:os";
import { MlflowError } from "@mlflow-ts/sdk/client";
import type { TrackingClient } from "../tracking.ts";

export interface RunToRecord {
  readonly runName?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly status: "FINISHED" | "FAILED" | "KILLED";
  readonly parentRunId?: string;
}

/** Makes a run and ends it at once. */
export async function recordRun(
  client: TrackingClient,
  experiment_id: string,
  { runName, description, tags, status, parentRunId }: RunToRecord,
) {
  // One that is not there must not be named as a parent.
  if (parentRunId !== undefined) await client.getRun({ run_id: parentRunId });
  const user = findUser();
  const all: Record<string, string> = {
    "mlflow.user": user,
    "mlflow.source.name": "mlflow runs create",
    "mlflow.source.type": "LOCAL",
    ...(description !== undefined && { "mlflow.note.content": description }),
    ...(parentRunId !== undefined && { "mlflow.parentRunId": parentRunId }),
    ...tags,
  };
  const now = Date.now();
  const { run } = await client.createRun({
    experiment_id,
    user_id: user,
    run_name: runName,
    start_time: now,
    tags: Object.entries(all).map(([key, value]) => ({ key, value })),
  });
  const { run_id } = run.info;
  const { run_info } = await client.updateRun({ run_id, status, end_time: now });
  return { run_id, experiment_id, status: run_info.status, run_name: run_info.run_name };
}

export async function findOrCreateExperiment(
  client: TrackingClient,
  name: string,
): Promise<string> {
  try {
    const { experiment } = await client.getExperimentByName({ experiment_name: name });
    if (experiment.lifecycle_stage === "active") return experiment.experiment_id;
    throw new Error(
      `The experiment '${name}' is deleted: bring it back with ` +
        `\`mlflow experiments restore -x ${experiment.experiment_id}\`, or choose another name.`,
    );
  } catch (error) {
    if (!(error instanceof MlflowError) || error.status !== 404) throw error;
    return (await client.createExperiment({ name })).experiment_id;
  }
}

function findUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as containers have.
    return process.env["USER"] ?? "unknown";
  }
}
