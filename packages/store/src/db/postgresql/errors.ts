import { ApiError } from "@mlflow-ts/contract";

/** The five characters by which PostgreSQL names an error: its manual, appendix A. */
function sqlState(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

const CONFLICTS = new Set([
  "40001", // serialization failure
  "40P01", // deadlock
  "23505", // what a check found missing was made by another meanwhile
  "23503", // what a check found was removed by another meanwhile
]);

/** Whether another transaction was in the way, so that the same work may succeed when done again. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(sqlState(error));
}

const NETWORK = /^E(CONN|PIPE|HOST|NET|ADDR|TIMEDOUT|AI_AGAIN|NOTFOUND|NOENT)/;
const SHUTDOWNS = new Set(["57P01", "57P02", "57P03"]);
/** What `pg` says without a code. */
const LOST = /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/;

/** Whether the connection was cut, or there was none. */
export function isDisconnection(error: unknown): boolean {
  const code = sqlState(error);
  if (SHUTDOWNS.has(code) || code.startsWith("08") || NETWORK.test(code)) return true;
  return error instanceof Error && LOST.test(error.message);
}

const CANCELLED = "57014";

/** Whether a statement was ended because of its time, perhaps behind what a client may know. */
export function isTooSlow(error: unknown): boolean {
  return sqlState(error instanceof ApiError ? error.cause : error) === CANCELLED;
}

const UNAVAILABLE = new Map([
  ["53", "it is out of connections, memory or disk"],
  ["55000", "it accepts no connections"],
  ["55P03", "another program holds a lock for long"],
  [CANCELLED, "it did not answer in time"],
  ["25006", "it accepts no writes"],
  ["28", "it refuses this server's user"],
  ["3D000", "it is not there"],
]);

const UNFIT = new Map([
  ["22001", "A text is too long for its column of the database"],
  ["22003", "A number is larger than its column of the database can hold"],
  ["22P02", "A value is compared with a column of the database that holds another type"],
  ["22021", "A text holds a character that the database cannot keep"],
  ["22P05", "A text holds a character that the database cannot keep"],
]);

/** An error of the database as a client may see it: unavailable, or a value that does not fit. */
export function toApiError(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const code = sqlState(error);
  const reason = isDisconnection(error)
    ? "no connection to it"
    : (UNAVAILABLE.get(code) ?? UNAVAILABLE.get(code.slice(0, 2)));
  if (reason !== undefined) return unavailable(reason, error);
  const unfit = UNFIT.get(code);
  if (unfit === undefined) return error;
  const [, limit] = /\((\d+)\)$/.exec(error instanceof Error ? error.message : "") ?? [];
  const atMost = limit === undefined ? "" : `: at most ${limit} characters`;
  return ApiError.invalidParameter(`${unfit}${atMost}.`);
}

export function unavailable(reason: string, cause: unknown): ApiError {
  const refusal = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The database is unavailable: ${reason}.`,
  );
  refusal.cause = cause;
  return refusal;
}

/** What the database or the network said, in one line. */
export function explain(error: unknown): string {
  // Of a name with several addresses each has its own reason.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
