import { ApiError } from "@mlflow-ts/contract";
import { type ErrorKinds, NETWORK_CODE, unavailable } from "../networked/errors.ts";

/** The five characters by which PostgreSQL names an error: its manual, appendix A. */
function sqlState(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

const DUPLICATE = "23505";
const CONFLICTS = new Set([
  "40001", // serialization failure
  "40P01", // deadlock
  DUPLICATE, // what a check found missing was made by another meanwhile
  "23503", // what a check found was removed by another meanwhile
]);

/** Whether a row was not inserted, as one with its key is in the table. */
export function isDuplicateIn(table: string, error: unknown): boolean {
  return sqlState(error) === DUPLICATE && (error as { table?: unknown }).table === table;
}

function isConflict(error: unknown): boolean {
  return CONFLICTS.has(sqlState(error));
}

/** Whether a statement that was prepared can't be run any more: its tables have other columns now. */
export function isPlanOutdated(error: unknown): boolean {
  return sqlState(error) === "0A000";
}

const SHUTDOWNS = new Set(["57P01", "57P02", "57P03"]);
/** What `pg` says without a code. */
const LOST = /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/;

export function isDisconnection(error: unknown): boolean {
  const code = sqlState(error);
  if (SHUTDOWNS.has(code) || code.startsWith("08") || NETWORK_CODE.test(code)) return true;
  return error instanceof Error && LOST.test(error.message);
}

const CANCELLED = "57014";

function isTooSlow(error: unknown): boolean {
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
  ["22025", "A pattern of LIKE or ILIKE ends in a backslash, which is to escape what follows it"],
  ["22021", "A text holds a character that the database cannot keep"],
  ["22P05", "A text holds a character that the database cannot keep"],
]);

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

export const POSTGRESQL_ERRORS: ErrorKinds = { isConflict, isDisconnection, isTooSlow, toApiError };
