// Logs POINTS points, 1,000 a second, and goes on where it was when it is started again: what it
// has logged stands in checkpoint.json, written after each point as a training writes its weights.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as mlflow from "mlflow-ts";

const points = Number(process.env.POINTS);
const began = existsSync("checkpoint.json")
  ? JSON.parse(readFileSync("checkpoint.json", "utf8"))
  : { step: 0 };

await mlflow.startRun(began.runId ? { runId: began.runId } : {}, async (run) => {
  const { runId } = run.info;
  console.log(runId);
  const start = performance.now();
  for (let step = began.step; step < points; step += 1) {
    // The same point again when the process is killed before it has written where it is.
    mlflow.logMetric("loss", 1 / (step + 1), { step, timestamp: 1_700_000_000_000 + step });
    writeFileSync("checkpoint.tmp", JSON.stringify({ runId, step: step + 1 }));
    renameSync("checkpoint.tmp", "checkpoint.json");
    const aheadMs = step - began.step - (performance.now() - start);
    if (aheadMs > 5) await sleep(aheadMs);
  }
});
