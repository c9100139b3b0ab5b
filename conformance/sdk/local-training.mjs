// Logs a run with 3,000 points and artifacts where MLFLOW_TRACKING_URI says; prints the run's ID.
import * as mlflow from "mlflow-ts";

if (process.env.PRINT_URI) console.log(mlflow.getTrackingUri());
else {
  await mlflow.setExperiment("local");
  await mlflow.startRun(async (run) => {
    mlflow.logParam("lr", 0.01);
    for (let step = 0; step < 3000; step += 1) {
      mlflow.logMetric("loss", 1 / (step + 1), { step });
      if (step % 500 === 0) await mlflow.flush();
    }
    await mlflow.logText("local", "notes/a.txt");
    await mlflow.logTable({ a: [1] }, "t.json");
    await mlflow.logTable({ a: [2] }, "t.json");
    console.log(run.info.runId);
  });
}
