import { ApiError } from "@mlflow-ts/contract";
import { type ErrorKinds, NETWORK_CODE, unavailable } from "../networked/errors.ts";

/** The number by which MySQL and MariaDB name an error; 0: it is none of theirs. */
export function errorNumber(error: unknown): number {
  if (!(error instanceof Error) || !("errno" in error)) return 0;
  return typeof error.errno === "number" ? error.errno : 0;
}

const DUPLICATE_KEY = 1062;

const CONFLICTS = new Set([
  1213, // deadlock
  1020, // what was read was changed by another meanwhile
  DUPLICATE_KEY, // what a check found missing was made by another meanwhile
  1451, // what is removed was referred to by another meanwhile
  1452, // what a check found was removed by another meanwhile
]);

function isConflict(error: unknown): boolean {
  return CONFLICTS.has(errorNumber(error));
}

function duplicateOf(error: unknown): string | undefined {
  // The message names the entry and its key.
  return error instanceof Error && errorNumber(error) === DUPLICATE_KEY ? error.message : undefined;
}

/** Shutdown, a killed connection, one that was idle for long. */
const DISCONNECTIONS = new Set([1053, 1927, 2006, 2013, 4031]);
/** What the driver says without a number. */
const LOST = /^(Connection lost|Can't add new command when connection is in closed state)/;

function isDisconnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "PROTOCOL_CONNECTION_LOST" || NETWORK_CODE.test(code)) return true;
  return DISCONNECTIONS.has(errorNumber(error)) || LOST.test(error.message);
}

const UNAVAILABLE = new Map([
  [1021, "its disk is full"],
  [1114, "its disk is full"],
  [1037, "it is out of memory"],
  [1041, "it is out of memory"],
  [1040, "it is out of connections"],
  [1203, "it is out of connections"],
  [1226, "it is out of connections"],
  [1205, "another program holds a lock for long"],
  [1969, "it did not answer in time"],
  [3024, "it did not answer in time"],
  [1290, "it accepts no writes"],
  [1792, "it accepts no writes"],
  [1836, "it accepts no writes"],
  [1044, "it refuses this server's user"],
  [1045, "it refuses this server's user"],
  [1142, "it refuses this server's user"],
  [1698, "it refuses this server's user"],
  [3118, "it refuses this server's user"],
  [4151, "it refuses this server's user"],
  [1049, "it is not there"],
]);

const SAME_KEY = "The database takes a key for one that is there, as it ignores case and the like";

const UNFIT = new Map([
  [1406, "A text is too long for its column of the database"],
  [1264, "A number is larger than its column of the database can hold"],
  [1367, "A number is larger than its column of the database can hold"],
  [1366, "A text holds a character that the database cannot keep"],
  [1300, "A text holds a character that the database cannot keep"],
  [1153, "A request is larger than the database takes (its max_allowed_packet)"],
  // Of a key by batches.ts; nothing else that is written can be NULL where it must not.
  [1048, SAME_KEY],
  [DUPLICATE_KEY, SAME_KEY],
]);

function toApiError(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const number = errorNumber(error);
  const reason = isDisconnection(error) ? "no connection to it" : UNAVAILABLE.get(number);
  if (reason !== undefined) return unavailable(reason, error);
  const unfit = UNFIT.get(number);
  return unfit === undefined ? error : ApiError.invalidParameter(`${unfit}.`);
}

/** Of MariaDB and of MySQL. */
const TOO_SLOW = new Set([1969, 3024]);

function isTooSlow(error: unknown): boolean {
  return TOO_SLOW.has(errorNumber(error instanceof ApiError ? error.cause : error));
}

export const MYSQL_ERRORS: ErrorKinds = {
  isConflict,
  duplicateOf,
  isDisconnection,
  isTooSlow,
  toApiError,
};
