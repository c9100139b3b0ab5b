import { parentPort, workerData } from "node:worker_threads";
import { ApiError, encodeJson } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { openReader } from "../db/sqlite-database.ts";
import type { ReadCommand, ReadResult } from "./messages.ts";
import { reads } from "./reads.ts";

const encoder = new TextEncoder();

async function run(queries: Queries, { id, name, request }: ReadCommand): Promise<ReadResult> {
  // Name and request were paired by their types on the other side.
  const read = reads[name] as (queries: Queries, request: unknown) => Promise<unknown>;
  try {
    return { id, json: encoder.encode(encodeJson(await read(queries, request))) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { id, refusal: { errorCode: error.errorCode, message: error.message } };
    }
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Reads one after the other, each answered with JSON that is handed over, not copied. */
function serve(port: NonNullable<typeof parentPort>, path: string): void {
  const { queries } = openReader(path);
  let last = Promise.resolve();
  port.on("message", (command: ReadCommand) => {
    last = last.then(async () => {
      const result = await run(queries, command);
      port.postMessage(result, "json" in result ? [result.json.buffer as ArrayBuffer] : []);
    });
  });
}

if (parentPort) serve(parentPort, String(workerData));
