import { hostname } from "node:os";
import type { JournalOwner } from "../logging/journal.ts";

/** Room for the id that a server gives the run, and the server, so that the header keeps its length. */
const CREATED_ROOM = 1024;

/** A journal's first line: whose it is. Where the run was created is filled in later. */
export function headerLine({ created, ...owner }: JournalOwner): string {
  const known = created === undefined ? "" : JSON.stringify(created);
  const header = JSON.stringify({ ...owner, host: hostname() });
  return `${header}${known.padEnd(CREATED_ROOM)}\n`;
}

/** Reads a first line; nothing when it is none of ours, or another machine's. */
export function parseHeader(line: string): JournalOwner | undefined {
  const text = line.trimEnd();
  // Where the run was created stands at the end, if anywhere.
  const [, header = text, known] = /^(.*\})(\{"runId":.*\})$/.exec(text) ?? [];
  try {
    const { host, ...owner } = JSON.parse(header) as JournalOwner & { readonly host: string };
    if (host !== hostname() || typeof owner.trackingUri !== "string") return undefined;
    if (typeof owner.runId !== "string") return undefined;
    if (known === undefined) return owner;
    return { ...owner, created: JSON.parse(known) as NonNullable<JournalOwner["created"]> };
  } catch {
    return undefined;
  }
}
