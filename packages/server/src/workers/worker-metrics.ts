import cluster from "node:cluster";
import type { MetricsJson, SupervisorMessage, WorkerMessage } from "./messages.ts";

/** The metrics of all workers of this server; `undefined` where one process serves all. */
export type AllMetrics = (() => Promise<readonly MetricsJson[]>) | undefined;

/**
 * Gives this worker's metrics to the others when they are asked for, and answers how to get those
 * of all: a request for `/metrics` reaches any one of them.
 */
export function shareMetrics(own: () => Promise<MetricsJson>): AllMetrics {
  if (!cluster.isWorker) return undefined;
  const asked = new Map<number, (all: readonly MetricsJson[]) => void>();
  let lastId = 0;
  const send = (message: WorkerMessage): void => void process.send?.(message);
  process.on("message", (message: SupervisorMessage) => {
    if (message.type === "mlflow-ts:give-metrics") {
      own().then(
        (metrics) => send({ type: "mlflow-ts:metrics", id: message.id, metrics }),
        // The supervisor goes on without it.
        () => {},
      );
    } else if (message.type === "mlflow-ts:all-metrics") {
      asked.get(message.id)?.(message.all);
      asked.delete(message.id);
    }
  });
  return () =>
    new Promise((resolve) => {
      const id = (lastId += 1);
      asked.set(id, resolve);
      send({ type: "mlflow-ts:ask-metrics", id });
    });
}
