import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, ask, Unanswered } from "../call.ts";

/** As MLflow's client does by default. */
const MAX_RETRIES = 7;
const BACKOFF_S = 2;
const JITTER_S = 1;
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);

/** One attempt, as a client saw it. */
export interface Attempt {
  readonly path: string;
  readonly beganAt: number;
  readonly ms: number;
  /** `undefined`: the connection broke. */
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
}

/** Sends each attempt to the next of several servers, as a balancer would, and tries again. */
export class RetryingClient {
  readonly attempts: Attempt[] = [];
  readonly #urls: readonly string[];
  #next = 0;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /**
   * @param init makes the request for each attempt
   * @throws Error when it was refused, or not answered for good.
   */
  async send(path: string, init: () => RequestInit): Promise<Answer> {
    for (let failures = 0; ; failures += 1) {
      const answer = await this.#attempt(path, init());
      if (answer !== undefined && !RETRIED.has(answer.status)) {
        if (answer.status === 200) return answer;
        throw new Error(`${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
      }
      if (failures === MAX_RETRIES) throw new Error(`${path}: given up`);
      await sleep(1000 * pauseSeconds(failures, answer?.headers["retry-after"]));
    }
  }

  async post<T>(endpoint: string, fields: () => unknown): Promise<T> {
    const { body } = await this.send(`/api/2.0/mlflow/${endpoint}`, () => ({
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields()),
    }));
    // Who calls knows the form of MLflow's answers; a test fails where it is another.
    return JSON.parse(body.toString()) as T;
  }

  async #attempt(path: string, init: RequestInit): Promise<Answer | undefined> {
    this.#next = (this.#next + 1) % this.#urls.length;
    const beganAt = performance.now();
    const answer = await ask(this.#urls[this.#next] ?? "", path, init).catch((error: unknown) => {
      if (error instanceof Unanswered) return undefined;
      throw error;
    });
    this.attempts.push({
      path,
      beganAt,
      ms: performance.now() - beganAt,
      status: answer?.status,
      retryAfter: answer?.headers["retry-after"],
    });
    return answer;
  }
}

/** urllib3's: at once after the first failure, then 4 s, 8 s, … unless the server says when. */
function pauseSeconds(failures: number, retryAfter: string | undefined): number {
  if (retryAfter !== undefined) return Number(retryAfter);
  return (failures === 0 ? 0 : BACKOFF_S * 2 ** failures) + Math.random() * JITTER_S;
}
