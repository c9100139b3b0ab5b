import type { TrackingClient } from "../client.ts";
import { type RunInfo, toRunInfo } from "../entities.ts";
import { MlflowError } from "../mlflow-error.ts";
import type { JournalOwner, RunCreation } from "./journal.ts";
import { isOutage } from "./send-operation.ts";
import { randomUuid } from "../random-uuid.ts";

/** By it a run is found again whose creation was never answered. */
const CLIENT_RUN_ID = "mlflow-ts.client-run-id";
const PARENT = "mlflow.parentRunId";

/** The runs that this program creates, by the ids that it gave them. */
const created = new Map<string, () => Promise<RunInfo>>();
const serverIds = new Map<string, string>();

/** The id that the server knows a run by: another one, where this program began the run offline. */
export function serverRunId(runId: string): string {
  return serverIds.get(runId) ?? runId;
}

/** Says how the run that this program gave an id comes to be, so that its children can wait for it. */
export function announceCreation(runId: string, create: () => Promise<RunInfo>): void {
  created.set(runId, create);
}

/**
 * Creates a run on the server, at most once: one that an earlier attempt made is found by its tag.
 *
 * @throws MlflowError with status 0 when it can't be created now, for whatever reason: what was
 * logged must not be lost over it.
 */
export async function createOnce(client: TrackingClient, owner: JournalOwner): Promise<RunInfo> {
  const { runId, creation } = owner;
  if (creation === undefined) throw new TypeError("a run that is to be created says how");
  try {
    const experimentId = await findExperimentId(client, creation);
    const found = await findByClientId(client, experimentId, runId);
    const info = found ?? (await createRun(client, experimentId, owner.runId, creation));
    serverIds.set(runId, info.runId);
    return info;
  } catch (error) {
    if (isOutage(error) || !(error instanceof MlflowError)) throw error;
    throw new MlflowError(error.errorCode, `The run can't be created: ${error.message}`, 0, {
      cause: error,
    });
  }
}

/** Creates a run; its tag tells it from all others, should the answer be lost. */
export async function createRun(
  client: TrackingClient,
  experimentId: string,
  clientRunId: string,
  creation: RunCreation,
  signal?: AbortSignal,
): Promise<RunInfo> {
  const tags: Record<string, string> = { ...creation.tags, [CLIENT_RUN_ID]: clientRunId };
  const parent = tags[PARENT];
  if (parent !== undefined) tags[PARENT] = await findParent(client, experimentId, parent);
  const { run } = await client.createRun(
    {
      experiment_id: experimentId,
      run_name: creation.runName,
      user_id: creation.userId,
      start_time: creation.startTime,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
    signal && { signal },
  );
  return toRunInfo(run.info);
}

/** The experiment that a run is to be in; one that is named is made when there is none. */
export async function findExperimentId(
  client: TrackingClient,
  { experimentId, experimentName }: Pick<RunCreation, "experimentId" | "experimentName">,
): Promise<string> {
  if (experimentName === undefined) return experimentId ?? "0";
  const find = () => client.getExperimentByName({ experiment_name: experimentName });
  try {
    return (await find()).experiment.experiment_id;
  } catch (error) {
    if (!hasCode(error, "RESOURCE_DOES_NOT_EXIST")) throw error;
  }
  try {
    return (await client.createExperiment({ name: experimentName })).experiment_id;
  } catch (error) {
    // Another program made it in between.
    if (!hasCode(error, "RESOURCE_ALREADY_EXISTS")) throw error;
    return (await find()).experiment.experiment_id;
  }
}

async function findByClientId(
  client: TrackingClient,
  experimentId: string,
  clientRunId: string,
): Promise<RunInfo | undefined> {
  const { runs = [] } = await client.searchRuns({
    experiment_ids: [experimentId],
    filter: `tags.\`${CLIENT_RUN_ID}\` = '${clientRunId}'`,
    run_view_type: "ALL",
    max_results: 1,
  });
  return runs[0] && toRunInfo(runs[0].info);
}

/** The server's id of a parent that was begun offline too. */
async function findParent(
  client: TrackingClient,
  experimentId: string,
  parent: string,
): Promise<string> {
  const here = created.get(parent);
  if (here !== undefined) return (await here()).runId;
  if (!isClientRunId(parent)) return parent;
  return (await findByClientId(client, experimentId, parent))?.runId ?? parent;
}

const PREFIX = "offline";

/** An id for a run that the server has not given one yet; other than all of the server's. */
export function createClientRunId(): string {
  return PREFIX + randomUuid().replaceAll("-", "").slice(PREFIX.length);
}

export function isClientRunId(runId: string): boolean {
  return runId.startsWith(PREFIX);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof MlflowError && error.errorCode === code;
}
