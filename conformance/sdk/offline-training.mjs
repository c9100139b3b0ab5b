// Logs a parent with 2,500 points, a child and artifacts; prints the parent's ID first.
import * as mlflow from "mlflow-ts";

await mlflow.setExperiment(process.env.EXPERIMENT);
await mlflow.startRun({ runName: "parent" }, async (run) => {
  console.log(run.info.runId);
  mlflow.logParam("lr", 0.01);
  for (let step = 0; step < 2500; step += 1) {
    mlflow.logMetric("loss", 1 / (step + 1), { step, timestamp: 1_700_000_000_000 + step });
  }
  if (process.env.KILLED) process.kill(process.pid, "SIGKILL");
  await mlflow.logText("offline, too", "notes/a.txt");
  await mlflow.logTable({ a: [1] }, "table.json");
  await mlflow.logTable({ a: [2] }, "table.json");
  await mlflow.startRun({ runName: "child", nested: true }, () => mlflow.logMetric("acc", 1));
});
