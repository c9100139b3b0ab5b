import { parentPort, workerData } from "node:worker_threads";
import { ApiError, EncodedJson, encodeJson } from "@mlflow-ts/contract";
import { JsonPart } from "./json-part.ts";
import type { ReadCommand, ReadResult } from "./messages.ts";
import { type OpenReads, openReads } from "./open-reads.ts";
import type { ReadTarget } from "../db/read-target.ts";

/** A page asks for one thing after another; what nobody waits for comes later. */
const IDLE_MS = 1000;
const AGAIN_MS = 20_000;
const encoder = new TextEncoder();

async function run(
  reads: Promise<OpenReads>,
  { id, name, request }: ReadCommand,
): Promise<ReadResult> {
  try {
    // Paired by their types where the read was asked for.
    const answer: unknown = await (await reads).run(name, request as never);
    if (answer instanceof JsonPart) return { id, json: answer.bytes, rest: answer.rest };
    const isEncoded = answer instanceof EncodedJson;
    return { id, json: isEncoded ? answer.bytes : encoder.encode(encodeJson(answer)) };
  } catch (error) {
    if (error instanceof ApiError) {
      const { errorCode, message, cause } = error;
      return {
        id,
        refusal: { errorCode, message },
        ...(cause !== undefined && { failure: tell(cause) }),
      };
    }
    return { id, failure: tell(error) };
  }
}

function tell(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Answers reads with JSON that is handed over, not copied. */
function serve(port: NonNullable<typeof parentPort>, target: ReadTarget): void {
  const reads = openReads(target);
  let idle: NodeJS.Timeout | undefined;
  const tidyUp = async (): Promise<void> => {
    // What can't be done now is tried again, and what grows meanwhile is seen.
    await reads.then((opened) => opened.tidyUp?.()).catch(() => {});
    clearTimeout(idle);
    idle = setTimeout(() => void tidyUp(), AGAIN_MS);
  };
  const answer = async (command: ReadCommand): Promise<void> => {
    clearTimeout(idle);
    const result = await run(reads, command);
    port.postMessage(result, "json" in result ? [result.json.buffer as ArrayBuffer] : []);
    clearTimeout(idle);
    idle = setTimeout(() => void tidyUp(), IDLE_MS);
  };
  idle = setTimeout(() => void tidyUp(), IDLE_MS);
  port.on("message", (command: ReadCommand) => void answer(command));
}

// The pool that started the thread handed it the target.
if (parentPort) serve(parentPort, workerData as ReadTarget);
