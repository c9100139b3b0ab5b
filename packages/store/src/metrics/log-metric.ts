import type { RequestOf } from "@mlflow-ts/contract";
import { logRunData } from "../runs/run-data.ts";
import type { Store } from "../store.ts";
import { checkMetric } from "./rules.ts";

export async function logMetric(store: Store, request: RequestOf<"logMetric">): Promise<void> {
  checkMetric(request);
  await logRunData(store, { runId: request.run_id, metrics: [request] });
}
