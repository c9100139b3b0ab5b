import { parentPort, workerData } from "node:worker_threads";
import { ApiError, EncodedJson, encodeJson } from "@mlflow-ts/contract";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { openReader } from "../db/sqlite-database.ts";
import type { ReadCommand, ReadResult } from "./messages.ts";
import { seriesCacheOf } from "../series/series-cache.ts";
import { reads } from "./reads.ts";

/** A page asks for one thing after another; what nobody waits for comes later. */
const IDLE_MS = 1000;
const encoder = new TextEncoder();

type AnyRead = (
  queries: SqliteConnection["queries"],
  request: unknown,
  connection: SqliteConnection,
) => unknown;

async function run(
  connection: SqliteConnection,
  { id, name, request }: ReadCommand,
): Promise<ReadResult> {
  // Name and request were paired by their types on the other side.
  const read = reads[name] as AnyRead;
  try {
    const answer = await read(connection.queries, request, connection);
    const isEncoded = answer instanceof EncodedJson;
    return { id, json: isEncoded ? answer.bytes : encoder.encode(encodeJson(answer)) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { id, refusal: { errorCode: error.errorCode, message: error.message } };
    }
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Reads one after the other, each answered with JSON that is handed over, not copied. */
function serve(port: NonNullable<typeof parentPort>, path: string): void {
  const connection = openReader(path);
  let last = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  port.on("message", (command: ReadCommand) => {
    clearTimeout(idle);
    last = last.then(async () => {
      const result = await run(connection, command);
      port.postMessage(result, "json" in result ? [result.json.buffer as ArrayBuffer] : []);
      clearTimeout(idle);
      idle = setTimeout(() => seriesCacheOf(connection).save(), IDLE_MS);
    });
  });
}

if (parentPort) serve(parentPort, String(workerData));
