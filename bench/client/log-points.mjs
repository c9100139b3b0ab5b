// Logs POINTS points in a loop with our client; prints what a call costs and how fast all arrived.
import * as mlflow from "mlflow-ts";

const points = Number(process.env.POINTS);
await mlflow.setExperiment("client bench");
let callMs = 0;
const began = performance.now();
const runId = await mlflow.startRun(({ info }) => {
  const from = performance.now();
  for (let step = 0; step < points; step += 1) mlflow.logMetric("loss", step * 0.5, { step });
  callMs = performance.now() - from;
  return info.runId;
});
const allMs = performance.now() - began;
const arrived = (await mlflow.getMetricHistory(runId, "loss")).length;
console.log(
  JSON.stringify({ callUs: (callMs * 1000) / points, perSecond: (points * 1000) / allMs, arrived }),
);
process.exitCode = arrived === points ? 0 : 1;
