import type { RequestOf } from "@mlflow-ts/contract";
import { requireActiveRun } from "../runs/active-run.ts";
import type { Store } from "../store.ts";
import { checkMetric } from "./rules.ts";
import { writeMetrics, writeModelMetrics } from "./write-metrics.ts";

export async function logMetric(store: Store, request: RequestOf<"logMetric">): Promise<void> {
  checkMetric(request);
  const metrics = [request];
  await store.database.write((transaction) => {
    const experimentId = requireActiveRun(transaction, request.run_id);
    writeMetrics(transaction, request.run_id, metrics);
    if (request.model_id) {
      writeModelMetrics(transaction, request.run_id, experimentId, metrics);
    }
  });
}
