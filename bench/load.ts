/** A light HTTP/1.1 load generator on raw sockets: keep-alive, one request in flight each. */
import { connect, type Socket } from "node:net";

export interface Target {
  host: string;
  port: number;
}

export interface Answer {
  status: number;
  body: Buffer;
}

const HEADER_END = Buffer.from("\r\n\r\n");

/** The bytes of one request. Built before the clock starts wherever a workload repeats itself. */
export function encodeRequest(
  target: Target,
  method: string,
  path: string,
  body?: unknown,
): Buffer {
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\n`;
  if (body === undefined) return Buffer.from(`${head}\r\n`);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const size = Buffer.byteLength(text);
  return Buffer.from(
    `${head}Content-Type: application/json\r\nContent-Length: ${size}\r\n\r\n${text}`,
  );
}

/** One keep-alive connection. `send` must not be called again before its answer arrived. */
export class Connection {
  readonly #socket: Socket;
  #pending: Buffer[] = [];
  #size = 0;
  #resolve: ((answer: Answer) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #needed = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    // Without setEncoding every chunk is a Buffer.
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.#reject?.(error));
    socket.on("close", () => this.#reject?.(new Error("the server closed the connection")));
  }

  static open(target: Target): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(target.port, target.host);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** False once the server has closed it, as MLflow's does after five idle seconds. */
  get isOpen(): boolean {
    return this.#socket.writable;
  }

  /** Sends prebuilt request bytes and resolves with the whole answer. */
  send(request: Buffer): Promise<Answer> {
    if (!this.isOpen) return Promise.reject(new Error("the connection is closed"));
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#resolve = this.#reject = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    // A long answer comes in many chunks: join them once, when its length is there.
    if (this.#size < this.#needed) return;
    const data = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending, this.#size);
    const parsed = parseAnswer(data);
    if (typeof parsed === "number") {
      this.#needed = parsed;
      this.#pending = [data];
      return;
    }
    this.#pending = [];
    this.#size = this.#needed = 0;
    const resolve = this.#resolve;
    this.#resolve = this.#reject = undefined;
    resolve?.(parsed);
  }
}

/** The answer in `data`, or how many bytes are needed before it is worth looking again. */
function parseAnswer(data: Buffer): Answer | number {
  const end = data.indexOf(HEADER_END);
  if (end < 0) return data.length + 1;
  const head = data.toString("latin1", 0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = end + HEADER_END.length;
  const at = head.indexOf("content-length:");
  if (at >= 0) {
    const size = Number.parseInt(head.slice(at + 15), 10);
    const whole = start + size;
    return data.length < whole ? whole : { status, body: data.subarray(start, whole) };
  }
  if (!head.includes("transfer-encoding: chunked")) {
    throw new Error(`answer without a length: ${head}`);
  }
  const body = joinChunks(data.subarray(start));
  return body === undefined ? data.length + 1 : { status, body };
}

function joinChunks(data: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = data.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(data.toString("latin1", at, line), 16);
    const start = line + 2;
    if (data.length < start + size + 2) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(data.subarray(start, start + size));
    at = start + size + 2;
  }
}
