import { ApiError } from "@mlflow-ts/contract";

/** What an error of a database means for what was asked of it. */
export interface ErrorKinds {
  /** Whether another transaction was in the way, so that the same work may succeed when done again. */
  isConflict(error: unknown): boolean;
  /**
   * The entry that is there already, of a conflict about one. Met again it is no conflict: what was
   * read does not show it, as the database takes another key for it.
   */
  duplicateOf?(error: unknown): string | undefined;
  /** Whether the connection was cut, or there was none. */
  isDisconnection(error: unknown): boolean;
  /** Whether a statement was ended because of its time, perhaps behind what a client may know. */
  isTooSlow(error: unknown): boolean;
  /** As a client may see it: unavailable, or a value that does not fit; else the error itself. */
  toApiError(error: unknown): unknown;
}

export function unavailable(reason: string, cause: unknown): ApiError {
  const refusal = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The database is unavailable: ${reason}.`,
  );
  refusal.cause = cause;
  return refusal;
}

/** What the network says, by the code of Node's error. */
export const NETWORK_CODE = /^E(CONN|PIPE|HOST|NET|ADDR|TIMEDOUT|AI_AGAIN|NOTFOUND|NOENT)/;

/** What the database or the network said, in one line. */
export function explain(error: unknown): string {
  // Of a name with several addresses each has its own reason.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
