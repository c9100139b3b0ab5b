import { platform } from "#platform";
import type { Connection } from "../connection.ts";
import { type RunInfo, toRunInfo } from "../entities.ts";
import {
  createClientRunId,
  createRun,
  findExperimentId,
  serverRunId,
} from "../logging/create-run.ts";
import type { Journal, JournalOwner, RunCreation } from "../logging/journal.ts";
import { byStart, sendJournal } from "../logging/left-journals.ts";
import { isOutage } from "../logging/send-operation.ts";
import { ActiveRun } from "./active-run.ts";
import type { StartRunOptions } from "./start-run.ts";
import { chosenExperiment, getConnection, getSettings, spoolFolder } from "./state.ts";

/** A server that does not answer in time is away, and the run is created later. */
const CREATE_WITHIN_MS = 10_000;

/** Opens a run on the server; while that is away, on disk. */
export async function openRun(
  options: StartRunOptions,
  parent: ActiveRun | undefined,
): Promise<ActiveRun> {
  const connection = getConnection();
  sendLeftJournals(connection);
  // What the environment names is resumed once, by the outermost run.
  const runId = options.runId ?? (parent === undefined ? getSettings().runId : undefined);
  if (runId !== undefined) return resume(connection, serverRunId(runId), options);
  const program = await platform.describeProgram();
  return create(connection, describeCreation(options, parent, program));
}

/** Opens a run without waiting for anything: the server is told in the background. */
export function openRunNow(): ActiveRun {
  const connection = getConnection();
  sendLeftJournals(connection);
  const { runId } = getSettings();
  if (runId !== undefined) return resumeLater(connection, runId);
  const run = createLater(connection, describeCreation({}, undefined, {}));
  // Asking git takes a moment.
  void platform.describeProgram().then((tags) => run.addTags(tags));
  return run;
}

async function create(connection: Connection, creation: RunCreation): Promise<ActiveRun> {
  const { kind, background } = connection;
  if (kind === "offline") return createLater(connection, creation);
  const clientRunId = createClientRunId();
  const limit = AbortSignal.timeout(CREATE_WITHIN_MS);
  try {
    const experimentId = await findExperimentId(background, creation);
    const info = await createRun(background, experimentId, clientRunId, creation, limit);
    return new ActiveRun(info, connection, { spoolFolder: spoolFolder() });
  } catch (error) {
    if (kind === "local" || !(limit.aborted || isOutage(error))) throw error;
    return createLater(connection, creation, clientRunId);
  }
}

function createLater(
  connection: Connection,
  creation: RunCreation,
  runId = createClientRunId(),
): ActiveRun {
  const folder = spoolFolder();
  return new ActiveRun(unknownRun(runId, creation), connection, { spoolFolder: folder, creation });
}

async function resume(
  connection: Connection,
  runId: string,
  { tags }: StartRunOptions,
): Promise<ActiveRun> {
  const run = await openKnown(connection, runId);
  if (tags) run.setTags(tags);
  return run;
}

async function openKnown(connection: Connection, runId: string): Promise<ActiveRun> {
  const { kind, background } = connection;
  if (kind === "offline") return resumeLater(connection, runId);
  try {
    await background.updateRun({ run_id: runId, status: "RUNNING" });
    const { run } = await background.getRun({ run_id: runId });
    const folder = spoolFolder();
    return new ActiveRun(toRunInfo(run.info), connection, { spoolFolder: folder });
  } catch (error) {
    if (kind === "local" || !isOutage(error)) throw error;
    return resumeLater(connection, runId);
  }
}

function resumeLater(connection: Connection, runId: string): ActiveRun {
  const folder = spoolFolder();
  return new ActiveRun(unknownRun(runId, {}), connection, { spoolFolder: folder });
}

function describeCreation(
  options: StartRunOptions,
  parent: ActiveRun | undefined,
  program: Readonly<Record<string, string>>,
): RunCreation {
  const parentRunId = options.parentRunId ?? parent?.info.runId;
  const { runName, experimentId, description } = options;
  const tags: Record<string, string> = {
    ...program,
    ...(parentRunId !== undefined && { "mlflow.parentRunId": parentRunId }),
    ...(description !== undefined && { "mlflow.note.content": description }),
    ...options.tags,
  };
  const user = tags["mlflow.user"];
  return {
    ...(experimentId === undefined ? chosenExperiment() : { experimentId }),
    ...(runName !== undefined && { runName }),
    ...(user !== undefined && { userId: user }),
    startTime: Date.now(),
    tags,
  };
}

/** What is known of a run before the server was asked. */
function unknownRun(runId: string, creation: Partial<RunCreation>): RunInfo {
  return {
    runId,
    runName: creation.runName ?? "",
    experimentId: creation.experimentId ?? "",
    status: "RUNNING",
    userId: creation.userId ?? "",
    startTime: creation.startTime,
    endTime: undefined,
    artifactUri: "",
    lifecycleStage: "active",
  };
}

const recovered = new Set<string>();

/** Sends what earlier processes could not, in the background, once for each server. */
function sendLeftJournals(connection: Connection): void {
  const { trackingUri, kind } = connection;
  if (kind === "offline" || recovered.has(trackingUri)) return;
  recovered.add(trackingUri);
  const folder = spoolFolder();
  const wants = ({ created, trackingUri: meant }: JournalOwner) =>
    meant === trackingUri && (created?.trackingUri ?? meant) === meant;
  const journals = platform.takeLeftJournals(wants, folder).toSorted(byStart);
  void sendInTurn(journals, connection, folder);
}

/** One after the other, parents first: together they would make the same experiment at once. */
async function sendInTurn(
  journals: readonly Journal[],
  connection: Connection,
  folder: string | undefined,
): Promise<void> {
  for (const journal of journals) {
    // A refusal, say of a run that was deleted meanwhile, is told and does not disturb this run.
    await sendJournal(journal, connection, folder, { keepsTrying: true }).catch((error: unknown) =>
      platform.warn(`Run ${journal.owner.runId}: ${String(error)}`),
    );
  }
}
