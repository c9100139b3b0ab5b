/** What the examples of the API reference take for granted, on a server and in a folder of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs";
import * as mlflow from "mlflow-ts";

await mlflow.setExperiment("digits");
const parent = await mlflow.startRun({ runName: "parent" });
const run = await mlflow.startRun({ runName: "given", nested: true });
export const { runId } = run.info;
mlflow.logMetric("loss", 0.5);
mlflow.logParam("lr", 0.01);
await mlflow.logText("# Notes", "notes/summary.md");
await mlflow.logDict({ lr: 0.01 }, "settings.json");
await mlflow.endRun();
await mlflow.endRun();
export const { experimentId } = parent.info;
export const client = new mlflow.MlflowClient();

export const epoch = 3;
export const train = (): number => 0.25;
export const rows = [
  { size: 70, price: 310_000 },
  { size: 45, price: 200_000 },
];
// An image of one pixel.
export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
export const images = tf.ones([8, 4]);
export const labels = tf.ones([8, 1]);
export const { modelId } = await mlflow.logModel(model, { name: "digits" });

await writeFile("settings.json", "{}");
await mkdir("reports");
await writeFile("reports/first.txt", "1");
await mkdir("lib");
await writeFile("lib/one.mjs", "export const one = 1;");
await writeFile(
  "rules.mjs",
  'import { one } from "./lib/one.mjs"; export const predict = (rows) => rows.map(() => one);',
);

/** Puts everything back for the next example. */
export async function reset(): Promise<void> {
  while (mlflow.activeRun()) await mlflow.endRun();
  await mlflow.autolog({ disable: true });
  mlflow.disableSystemMetricsLogging();
  mlflow.setTrackingUri(client.trackingUri);
  const { lifecycleStage } = await client.getExperiment(experimentId);
  if (lifecycleStage === "deleted") await client.restoreExperiment(experimentId);
  const { info } = await client.getRun(runId);
  if (info.lifecycleStage === "deleted") await client.restoreRun(runId);
  await mlflow.setExperiment("digits");
}
