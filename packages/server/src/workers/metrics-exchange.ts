import type { Worker } from "node:cluster";
import type { MetricsJson, SupervisorMessage, WorkerMessage } from "./messages.ts";

/** A worker that does not answer is left out. */
const WAIT_MS = 1000;
/** Beyond, what the first ones counted is forgotten: to Prometheus a counter that began anew. */
const MAX_ENDED = 20;

/** Gathers the metrics of the workers for the one that was asked for them. */
export class MetricsExchange {
  readonly #serving: ReadonlySet<Worker>;
  readonly #waiting = new Map<number, (metrics: MetricsJson) => void>();
  readonly #last = new Map<Worker, MetricsJson>();
  /** What ended workers had counted: a sum that falls would look like a burst of requests. */
  readonly #ended: MetricsJson[] = [];
  #lastId = 0;

  constructor(serving: ReadonlySet<Worker>) {
    this.#serving = serving;
  }

  hear(worker: Worker, message: WorkerMessage): void {
    if (message.type === "mlflow-ts:ask-metrics") void this.#answer(worker, message.id);
    if (message.type !== "mlflow-ts:metrics") return;
    this.#last.set(worker, message.metrics);
    this.#waiting.get(message.id)?.(message.metrics);
  }

  forget(worker: Worker): void {
    const last = this.#last.get(worker);
    this.#last.delete(worker);
    if (last === undefined) return;
    this.#ended.push(last.filter(({ type }) => type !== "gauge"));
    if (this.#ended.length > MAX_ENDED) this.#ended.shift();
  }

  async #answer(worker: Worker, id: number): Promise<void> {
    const living = await Promise.all([...this.#serving].map((asked) => this.#ask(asked)));
    const all = [...living, ...this.#ended].filter((metrics) => metrics !== undefined);
    send(worker, { type: "mlflow-ts:all-metrics", id, all });
  }

  async #ask(worker: Worker): Promise<MetricsJson | undefined> {
    const id = (this.#lastId += 1);
    const metrics = await new Promise<MetricsJson | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), WAIT_MS);
      this.#waiting.set(id, (given) => {
        clearTimeout(timer);
        resolve(given);
      });
      send(worker, { type: "mlflow-ts:give-metrics", id });
    });
    this.#waiting.delete(id);
    return metrics;
  }
}

function send(worker: Worker, message: SupervisorMessage): void {
  // It may end at this moment.
  if (worker.isConnected()) worker.send(message, () => {});
}
