// Logs POINTS points of a loss, PER_SECOND a second, and prints its run's ID first.
import * as mlflow from "mlflow-ts";
import { setTimeout as sleep } from "node:timers/promises";

const points = Number(process.env.POINTS);
const perTick = Math.ceil(Number(process.env.PER_SECOND) / 100);

async function train() {
  await sleep(Number(process.env.PAUSE_MS ?? 0));
  for (let step = 0; step < points; step += 1) {
    mlflow.logMetric("loss", 1 / (step + 1), { step });
    if (step % perTick === 0) await sleep(10);
  }
}

if (process.env.EXPERIMENT) await mlflow.setExperiment(process.env.EXPERIMENT);
if (process.env.LEAVE_OPEN) {
  const run = await mlflow.startRun();
  console.log(run.info.runId);
  await train();
} else {
  await mlflow.startRun(async (run) => {
    console.log(run.info.runId);
    await train();
  });
}
