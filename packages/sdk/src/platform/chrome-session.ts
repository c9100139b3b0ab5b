import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const LIMIT_MS = 60_000;

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * Runs scripts one after the other in an empty page of a Chrome without a window, and answers what
 * the last one's promise held. It speaks the DevTools protocol, over a pipe:
 * https://chromedevtools.github.io/devtools-protocol
 */
export async function runInChrome(program: string, scripts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mlflow-figure-"));
  const chrome = spawn(
    program,
    [
      "--headless",
      "--disable-gpu",
      "--enable-unsafe-swiftshader",
      "--no-first-run",
      "--remote-debugging-pipe",
      `--user-data-dir=${folder}`,
      // Chrome refuses to start as root with its sandbox; the scripts are this program's own.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
    {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
    },
  );
  const ended = once(chrome, "exit").then(() => {
    throw new Error(`${program} ended before it had drawn.`);
  });
  try {
    return await Promise.race([evaluate(new Session(chrome.stdio), scripts), ended]);
  } finally {
    ended.catch(() => {});
    chrome.kill("SIGKILL");
    // What it leaves in the system's temporary folder is no reason to fail.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

async function evaluate(session: Session, scripts: readonly string[]): Promise<string> {
  const { targetId } = await session.call<{ targetId: string }>("Target.createTarget", {
    url: "about:blank",
  });
  const { sessionId } = await session.call<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  let value: unknown;
  for (const expression of scripts) {
    const { result, exceptionDetails } = await session.call<{
      result: { value?: unknown; description?: string };
      exceptionDetails?: object;
    }>("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
    if (exceptionDetails !== undefined) throw new Error(result.description ?? "It failed.");
    ({ value } = result);
  }
  return String(value);
}

/** Calls over the two pipes: JSON that ends with a NUL. */
class Session {
  readonly #requests: Writable;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;
  #rest: string[] = [];

  constructor(stdio: readonly unknown[]) {
    // Of a process that was spawned with a pipe at 3 and 4, and Chrome reads the first.
    this.#requests = stdio[3] as Writable;
    // A Chrome that has ended says so by its exit.
    this.#requests.on("error", () => {});
    (stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  async call<Result>(method: string, params: object, sessionId?: string): Promise<Result> {
    const id = (this.#count += 1);
    const answered = new Promise<Answer>((done) => this.#waiting.set(id, done));
    this.#requests.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    // The protocol's answer to the method, as its documentation has it.
    return result as Result;
  }

  #read(text: string): void {
    const [first = "", ...others] = text.split("\0");
    this.#rest.push(first);
    for (const next of others) {
      const answer = JSON.parse(this.#rest.join("")) as Answer;
      this.#rest = [next];
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    }
  }
}
