import type { Entry, Piece } from "./batch.ts";

/** How a run is to be created that the server does not know yet. */
export interface RunCreation {
  /** One of both; a name that no experiment has makes one. */
  readonly experimentId?: string;
  readonly experimentName?: string;
  readonly runName?: string;
  readonly userId?: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Whose entries a journal keeps. */
export interface JournalOwner {
  /** The server, database or folder that they are meant for; `offline:` is none in particular. */
  readonly trackingUri: string;
  /** The run's id; of a run that is to be created, the one that this program gave it. */
  readonly runId: string;
  readonly creation?: RunCreation;
  /** Where a run that was to be created was, and the id that it got there. */
  readonly created?: { readonly runId: string; readonly trackingUri: string };
}

/**
 * What a run logged and the server has not confirmed yet, on disk: each entry is there when `append`
 * returns, so that a process that is killed loses nothing.
 */
export interface Journal {
  readonly owner: JournalOwner;
  /** Where a person finds it. */
  readonly place: string;
  /** Answers where the entry ends. */
  append(entry: Entry): number;
  /** The oldest entries that are not confirmed, as much as is sent at a time. */
  read(): Piece | undefined;
  /** Forgets all entries up to a place. */
  confirm(end: number): void;
  /** Whether there is anything behind the last place that was confirmed. */
  readonly isEmpty: boolean;
  /** Keeps the id that the server gave the run, before anything else is sent. */
  keepCreated(created: { readonly runId: string; readonly trackingUri: string }): void;
  /** Makes sure that a machine which loses power loses nothing either. */
  sync(): void;
  /** Ends the use of the journal; removes it when it is empty. */
  close(): void;
}
