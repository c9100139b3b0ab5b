import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export interface Sent {
  readonly method?: string;
  /** After the server's URL. */
  readonly path: string;
  /** A list holds names and values in turn, exactly as they are sent. */
  readonly headers?: Readonly<Record<string, string>> | readonly string[];
  /** An object is sent as JSON with its content type, a text or bytes as they are. */
  readonly body?: string | Buffer | Readonly<Record<string, unknown>>;
}

interface Target {
  readonly url: string;
}

/** What no answer may hold: a stack, SQL, the database's words or a path of the server's machine. */
const LEAK =
  /node_modules|\.[jt]s:\d|\n\s+at |sqlite|SELECT |INSERT |UPDATE |constraint failed|no such (table|column)|zod|fastify|\/tmp\/|\/work\//i;

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** Fails on an answer that tells more than it should. */
export function refuseLeak(answer: string): void {
  const leak = LEAK.exec(answer);
  if (leak) throw new Error(`The answer holds '${leak[0]}': ${answer.slice(0, 500)}`);
}

/** Names and values in turn, with those that every request needs. */
function listHeaders(sent: Sent, host: string, body: string | Buffer | undefined): string[] {
  const given = sent.headers ?? {};
  const list = isList(given) ? [...given] : Object.entries(given).flat();
  const add = (name: string, value: string) => {
    if (!list.some((text, i) => i % 2 === 0 && text.toLowerCase() === name)) list.push(name, value);
  };
  add("host", host);
  if (typeof sent.body === "object" && !Buffer.isBuffer(sent.body)) {
    add("content-type", "application/json");
  }
  if (body !== undefined && !/transfer-encoding/i.test(list.join())) {
    add("content-length", String(Buffer.byteLength(body)));
  }
  return list;
}

function isList(headers: NonNullable<Sent["headers"]>): headers is readonly string[] {
  return Array.isArray(headers);
}

/** Sends one request as it is, and reads the answer; an answer that leaks internals throws. */
export async function send(server: Target, sent: Sent): Promise<Answer> {
  const { body: given } = sent;
  const body = typeof given === "object" && !Buffer.isBuffer(given) ? JSON.stringify(given) : given;
  const url = new URL(server.url);
  const outgoing = request({
    host: url.hostname,
    port: url.port,
    method: sent.method ?? (body === undefined ? "GET" : "POST"),
    path: url.pathname.replace(/\/$/, "") + sent.path,
    headers: listHeaders(sent, url.host, body),
    agent: false,
  });
  outgoing.end(body);
  // Emitted with the one incoming message.
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  // An early answer, such as 413, may leave a part of the body unsent.
  outgoing.on("error", () => {});
  const source = await text(incoming);
  refuseLeak(source);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text: source,
    json: parse(source),
  };
}

/** Posts JSON to an endpoint below `/api/2.0/mlflow/`. */
export function post(
  server: Target,
  path: string,
  body: Readonly<Record<string, unknown>> | string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const type = { "content-type": "application/json" };
  return send(server, {
    method: "POST",
    path: `/api/2.0/mlflow/${path}`,
    body,
    headers: { ...type, ...headers },
  });
}

/** Writes bytes to a new connection and reads until the server ends it, or for a second. */
export async function sendBytes(
  server: { readonly port: number },
  bytes: string | Buffer,
  waitMs = 1000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      refuseLeak(received);
      resolve(received);
    });
  });
}
