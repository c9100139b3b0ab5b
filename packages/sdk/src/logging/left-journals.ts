import { platform } from "#platform";
import type { Connection } from "../connection.ts";
import type { Journal, JournalOwner } from "./journal.ts";
import { RunQueue } from "./run-queue.ts";
import { createSender } from "./sender.ts";

/**
 * Sends what a journal that was left behind holds, then removes it. While the server is away it goes
 * on trying, or leaves the rest to another time.
 */
export async function sendJournal(
  journal: Journal,
  connection: Connection,
  spoolFolder: string | undefined,
  options: { readonly onFound?: (runId: string) => void; readonly keepsTrying: boolean },
): Promise<void> {
  const { owner } = journal;
  const { send } = createSender({
    connection,
    owner,
    journal,
    spoolFolder,
    onFound: ({ runId }) => options.onFound?.(runId),
  });
  const queue = new RunQueue({ send, journal, warn: platform.warn });
  try {
    await queue.flush();
    queue.close();
  } catch (error) {
    if (options.keepsTrying) queue.close();
    else queue.abandon();
    throw error;
  }
}

/** The order in which journals are sent: parents were begun before their children. */
export function byStart(a: { readonly owner: JournalOwner }, b: { readonly owner: JournalOwner }) {
  return (a.owner.creation?.startTime ?? 0) - (b.owner.creation?.startTime ?? 0);
}
