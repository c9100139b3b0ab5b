import { platform } from "#platform";
import { connect } from "./connection.ts";
import type { JournalOwner } from "./logging/journal.ts";
import { byStart, sendJournal } from "./logging/left-journals.ts";
import { MlflowError } from "./mlflow-error.ts";
import { readSettings } from "./settings.ts";

/** What became of a run that waited on disk. */
export interface SyncedRun {
  /** As it was kept: of a run begun offline, the ID that the program gave it. */
  readonly spooledRunId: string;
  /** As the server has it; unknown when it could not be created there. */
  readonly runId: string | undefined;
  /** Why not all of it is sent: what could not be sent waits on. */
  readonly error: MlflowError | undefined;
}

/**
 * Sends what programs of this machine that have ended left in a folder: runs that were made
 * offline, and what was logged while a server was away. What was kept for another server is sent
 * here only when the whole run is in it. Sending again is harmless: a run is created once, a point
 * kept once.
 *
 * @param folder `mlflow-spool`, or what `MLFLOW_TS_SPOOL_DIR` or `offline:…` named.
 * @param to a server's address or a database's URI.
 * @throws MlflowError INVALID_PARAMETER_VALUE when `to` is neither.
 * @example
 * for (const { runId, error } of await mlflow.syncSpool("mlflow-spool", mlflow.getTrackingUri())) {
 *   console.log(runId, error?.message ?? "sent");
 * }
 */
export async function syncSpool(folder: string, to: string): Promise<SyncedRun[]> {
  const connection = connect(to, { ...readSettings(platform.env), isOffline: false });
  if (connection.kind === "offline") {
    const message = `'${to}' is where runs wait, not where they can be sent.`;
    throw new MlflowError("INVALID_PARAMETER_VALUE", message, 400);
  }
  const wants = ({ trackingUri, creation, created }: JournalOwner): boolean =>
    (creation === undefined ? trackingUri : (created?.trackingUri ?? connection.trackingUri)) ===
    connection.trackingUri;
  const journals = platform.takeLeftJournals(wants, folder).toSorted(byStart);
  const synced: SyncedRun[] = [];
  for (const journal of journals) {
    const { runId: spooledRunId, creation, created } = journal.owner;
    let runId = creation === undefined ? spooledRunId : created?.runId;
    let error: MlflowError | undefined;
    try {
      await sendJournal(journal, connection, folder, {
        onFound: (found) => (runId = found),
        keepsTrying: false,
      });
    } catch (reason) {
      if (!(reason instanceof MlflowError)) throw reason;
      error = reason;
    }
    synced.push({ spooledRunId, runId, error });
  }
  return synced;
}
