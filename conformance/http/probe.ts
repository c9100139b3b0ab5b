import { request, type Agent } from "node:http";

/** One request and what came back, with numbers past 2^53 kept as texts. */
export interface Exchange {
  readonly scenario: string;
  readonly step: string;
  readonly method: string;
  readonly path: string;
  readonly sent: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, else its text. */
  readonly body: unknown;
}

/** The fields that scenarios read from answers to send them again; a server may leave out any. */
export interface Answer {
  readonly experiment_id?: string;
  readonly run?: { readonly info?: { readonly run_id?: string } };
  readonly model?: { readonly info?: { readonly model_id?: string } };
  readonly next_page_token?: string;
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Names the request in reports; by default its method and path. */
  readonly step?: string;
}

const COMPARED_HEADERS = [
  "content-type",
  "content-disposition",
  "allow",
  "location",
  "x-content-type-options",
  "access-control-allow-origin",
];

/** The server had closed an idle connection at the moment the next request was sent. */
class StaleConnection extends Error {}

/** Sends the requests of one scenario to one server and writes down every answer. */
export class Probe {
  readonly exchanges: Exchange[] = [];
  readonly #base: URL;
  readonly #scenario: string;
  readonly #agent: Agent;
  readonly #steps = new Map<string, number>();
  #names = 0;

  constructor(baseUrl: string, scenario: string, agent: Agent) {
    this.#base = new URL(baseUrl);
    this.#scenario = scenario;
    this.#agent = agent;
  }

  /** A name that no other scenario uses, the same one on every server. */
  freshName(): string {
    this.#names += 1;
    return `${this.#scenario} ${this.#names}`;
  }

  /** GET below `/api/2.0/mlflow/`; a list becomes a repeated field. */
  get(path: string, query: Query = {}, step?: string): Promise<Answer> {
    return this.send("GET", api(path) + search(query), step === undefined ? {} : { step });
  }

  post(path: string, body: unknown, step?: string): Promise<Answer> {
    return this.json("POST", path, body, step);
  }

  /** Any method with a JSON body below `/api/2.0/mlflow/`. */
  json(method: string, path: string, body: unknown, step?: string): Promise<Answer> {
    return this.send(method, api(path), {
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...(step === undefined ? {} : { step }),
    });
  }

  /** Sends the path as it stands, `..` and percent signs included. */
  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const step = this.#name(sent.step ?? `${method} ${shorten(path)}`);
    const answer = await this.#exchange(method, path, sent).catch((error: unknown) => {
      if (!(error instanceof StaleConnection)) throw error;
      return this.#exchange(method, path, sent);
    });
    this.exchanges.push({
      scenario: this.#scenario,
      step,
      method,
      path,
      sent: typeof sent.body === "string" ? sent.body : sent.body && `<${sent.body.length} bytes>`,
      ...answer,
    });
    // Whatever came is written down; only the fields above are read from it.
    return answer.body ?? {};
  }

  #name(step: string): string {
    const seen = (this.#steps.get(step) ?? 0) + 1;
    this.#steps.set(step, seen);
    return seen === 1 ? step : `${step} (${seen})`;
  }

  #exchange(method: string, path: string, { headers = {}, body }: Sent) {
    return new Promise<Pick<Exchange, "status" | "headers" | "body">>((resolve, reject) => {
      const outgoing = request(
        {
          host: this.#base.hostname,
          port: this.#base.port,
          method,
          path,
          agent: this.#agent,
          timeout: 30_000,
          headers: {
            ...headers,
            ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", reject);
          incoming.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({
              status: incoming.statusCode ?? 0,
              headers: Object.fromEntries(
                COMPARED_HEADERS.flatMap((name) => {
                  const value = incoming.headers[name];
                  return value === undefined ? [] : [[name, String(value)]];
                }),
              ),
              body: parse(text, incoming.headers["content-type"]),
            });
          });
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
      outgoing.on("error", (error) =>
        reject(outgoing.reusedSocket ? new StaleConnection(error.message) : error),
      );
      outgoing.end(body);
    });
  }
}

function api(path: string): string {
  return path.startsWith("/") ? path : `/api/2.0/mlflow/${path}`;
}

function search(query: Query): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    // An id that an earlier answer should have held: the next answer shows that it was missing.
    const values = Array.isArray(value) ? value : [value ?? "missing"];
    for (const one of values) fields.append(name, String(one));
  }
  return fields.size === 0 ? "" : `?${fields.toString()}`;
}

/** A path without its query and without ids, for the name of a step. */
function shorten(path: string): string {
  return path
    .replace(/\?.*$/s, "")
    .replace(/^\/api\/2\.0\/mlflow\//, "")
    .replaceAll(/m-[0-9a-f]{32}/g, "<model>")
    .replaceAll(/[0-9a-f]{32}/g, "<run>");
}

function parse(text: string, contentType: string | undefined): unknown {
  if (!contentType?.includes("json")) return text;
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
        ? `number ${bigNumber(value, context?.source)}`
        : value,
    );
  } catch {
    return text;
  }
}

/** Digits as they were sent; a float keeps its shortest form, however the server writes it. */
function bigNumber(value: number, source: string | undefined): string {
  return source !== undefined && /^-?\d+$/.test(source) ? source : String(value);
}
