"""Logs POINTS points with MLflow's Python client, waiting for each or not; prints as log-points.mjs."""

import json
import os
import time

import mlflow

points = int(os.environ["POINTS"])
waits = os.environ["WAITS"] == "1"
mlflow.set_experiment("client bench")
began = time.perf_counter()
with mlflow.start_run() as run:
    for step in range(points):
        mlflow.log_metric("loss", step * 0.5, step=step, synchronous=waits)
    call_s = time.perf_counter() - began
    if not waits:
        mlflow.flush_async_logging()
all_s = time.perf_counter() - began
arrived = len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss"))
print(json.dumps({"callUs": call_s * 1e6 / points, "perSecond": points / all_s, "arrived": arrived}))
