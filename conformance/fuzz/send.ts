import { once } from "node:events";
import { request as open, type Agent, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Answer } from "../call.ts";
import type { Request } from "./requests.ts";

/** Past this an answer counts as a hang; a quiet machine needs some milliseconds. */
const TIMEOUT_MS = 30_000;

/** The ids that stand for `$run`, `$experiment` and `$model` in requests. */
export type Ids = Readonly<Record<"run" | "experiment" | "model", string>>;

function fillIn(text: string, ids: Ids): string {
  return text.replaceAll(/\$(run|experiment|model)\b/g, (_, name: keyof Ids) => ids[name]);
}

/**
 * Sends a request as it stands, its path unchanged, over a connection that is kept alive: one that
 * a client and the server understand differently breaks the next request.
 *
 * @throws when no answer comes, or one that is not HTTP.
 */
export async function send(url: string, agent: Agent, ids: Ids, request: Request): Promise<Answer> {
  try {
    return await sendOnce(url, agent, ids, request);
  } catch (error) {
    // The server may close an idle connection at the moment at which this side takes it up again.
    if (!(error instanceof ClosedWhileIdle)) throw error;
    return sendOnce(url, false, ids, request);
  }
}

class ClosedWhileIdle extends Error {}

async function sendOnce(
  url: string,
  agent: Agent | false,
  ids: Ids,
  { method, path, headers, body }: Request,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const content = typeof body === "string" ? fillIn(body, ids) : body;
  const outgoing = open({
    host: hostname,
    port,
    agent,
    method,
    path: fillIn(path, ids),
    headers: {
      ...headers,
      ...(content !== undefined && { "content-length": Buffer.byteLength(content) }),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  outgoing.end(content);
  // Emitted with the one incoming message.
  const [answer] = (await once(outgoing, "response").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const isClosed = code === "ECONNRESET" || code === "EPIPE";
    if (isClosed && outgoing.reusedSocket) throw new ClosedWhileIdle("closed", { cause: error });
    throw error;
  })) as [IncomingMessage];
  const { statusCode: status = 0, headers: fields } = answer;
  if (fields["content-type"]?.startsWith("text/event-stream")) {
    // It has no end.
    answer.destroy();
    return { status, headers: fields, body: Buffer.alloc(0) };
  }
  return { status, headers: fields, body: await buffer(answer) };
}
