import {
  ApiError,
  checkLength,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  type RequestOf,
  type Run,
} from "@mlflow-ts/contract";
import { checkExperimentIsActive } from "../experiments/rules.ts";
import { getExperimentRow } from "../experiments/queries.ts";
import { inLots } from "../db/in-lots.ts";
import { appendToUri, createId, createRandomName } from "../ids.ts";
import type { Store } from "../store.ts";
import { type RunRow, toRunInfo } from "./load-runs.ts";
import { limitRunName, RUN_NAME_TAG } from "./rules.ts";

function chooseName(runName: string | undefined, nameTag: string | undefined): string {
  if (runName && nameTag && runName !== nameTag) {
    throw ApiError.invalidParameter(
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
        `(run_name='${runName}', mlflow.runName='${nameTag}').`,
    );
  }
  return runName || nameTag || createRandomName();
}

/** Starts a run in an active experiment. */
export async function createRun(store: Store, request: RequestOf<"createRun">): Promise<Run> {
  const tags = new Map<string, string>();
  for (const [index, { key, value = "" }] of request.tags.entries()) {
    const path = `tags[${index}]`;
    checkLength(`${path}.key`, MAX_KEY_LENGTH, key);
    tags.set(
      key,
      limitValue(`${path}.value`, MAX_TAG_VALUE_LENGTH, value, store.truncateLongValues),
    );
  }
  const name = limitRunName(store, chooseName(request.run_name, tags.get(RUN_NAME_TAG)));
  if (!tags.get(RUN_NAME_TAG)) tags.set(RUN_NAME_TAG, name);

  return store.database.write(async ({ queries }) => {
    const experiment = await getExperimentRow(queries, request.experiment_id);
    checkExperimentIsActive(experiment);
    const runId = createId();
    const row: RunRow = {
      run_uuid: runId,
      name,
      source_type: "UNKNOWN",
      source_name: "",
      entry_point_name: "",
      user_id: request.user_id ?? "",
      status: "RUNNING",
      start_time: request.start_time ?? 0,
      end_time: null,
      source_version: "",
      lifecycle_stage: "active",
      artifact_uri: appendToUri(experiment.artifact_location ?? "", runId, "artifacts"),
      experiment_id: experiment.experiment_id,
      deleted_time: null,
    };
    await queries.insertInto("runs").values(row).execute();
    const tagRows = [...tags].map(([key, value]) => ({ key, value, run_uuid: runId }));
    await inLots(tagRows, (lot) => queries.insertInto("tags").values(lot).execute());
    return {
      info: toRunInfo(row),
      data: { tags: [...tags].map(([key, value]) => ({ key, value })) },
      inputs: {},
    };
  });
}
