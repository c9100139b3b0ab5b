import { platform } from "#platform";
import { uploadArtifact } from "../artifacts/upload.ts";
import type { Connection } from "../connection.ts";
import { type RunInfo, toRunInfo } from "../entities.ts";
import { announceCreation, createOnce } from "./create-run.ts";
import type { Journal, JournalOwner } from "./journal.ts";
import type { Send } from "./run-queue.ts";
import { catchRefusal, sendBatch, sendUpdate } from "./send-operation.ts";

export interface SenderOptions {
  readonly connection: Connection;
  readonly owner: JournalOwner;
  readonly journal: Journal | undefined;
  readonly spoolFolder: string | undefined;
  /** What is known of the run already. */
  readonly info?: RunInfo | undefined;
  /** Told once the server has the run. */
  readonly onFound?: (info: RunInfo) => void;
}

export interface Sender {
  readonly send: Send;
  /** What the server knows of the run, which is created when it does not know it yet. */
  readonly open: () => Promise<RunInfo>;
}

/** How a run's operations are sent; a run that the server does not know yet is created first. */
export function createSender(options: SenderOptions): Sender {
  const { owner, journal, spoolFolder } = options;
  const client = options.connection.background;
  let runId = owner.creation === undefined ? owner.runId : owner.created?.runId;
  let info = options.info;

  let creating: Promise<RunInfo> | undefined;
  const create = (): Promise<RunInfo> =>
    (creating ??= createOnce(client, owner).then(
      (found) => {
        // On disk before anything else is sent: another process would know where to go on.
        const { trackingUri } = options.connection;
        journal?.keepCreated({ runId: found.runId, trackingUri });
        runId = found.runId;
        info = found;
        options.onFound?.(found);
        return found;
      },
      (error: unknown) => {
        creating = undefined;
        throw error;
      },
    ));
  if (runId === undefined) announceCreation(owner.runId, create);

  const open = async (): Promise<RunInfo> => {
    if (runId === undefined) return create();
    info ??= toRunInfo((await client.getRun({ run_id: runId })).run.info);
    options.onFound?.(info);
    return info;
  };

  const send: Send = async (operation) => {
    const id = runId ?? (await create()).runId;
    if ("batch" in operation) return sendBatch(client, id, operation.batch);
    if ("update" in operation) return sendUpdate(client, id, operation.update);
    const { path, file } = operation.artifact;
    return catchRefusal(async () => {
      const content = await platform.openContent(file, spoolFolder);
      await uploadArtifact({ info: await open(), connection: options.connection }, path, content);
      platform.dropContent(file, spoolFolder);
    });
  };
  return { send, open };
}
