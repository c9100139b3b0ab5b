"""Fills an mlflow.db and ./mlruns in the current folder, some of it deleted; prints the ids."""

import json
import os
import sqlite3

import mlflow
from mlflow import MlflowClient
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.meta_dataset import MetaDataset
from mlflow.entities import LoggedModelOutput, Metric

mlflow.set_tracking_uri("sqlite:///mlflow.db")
client = MlflowClient()
ids = {}


def run(experiment, name, model=False):
    with mlflow.start_run(experiment_id=experiment, run_name=name) as active:
        run_id = active.info.run_id
        ids[name] = run_id
        mlflow.log_params({"lr": 0.1, "name": name})
        points = [Metric("loss", 1 / (step + 1), 1000 + step, step) for step in range(50)]
        points += [Metric("odd", float("nan"), 1, 0), Metric("odd", float("inf"), 2, 1)]
        client.log_batch(run_id, metrics=points)
        mlflow.log_text("artifact of " + name, "notes/text.txt")
        mlflow.log_input(MetaDataset(CodeDatasetSource(tags={}), name="data", digest="d1"), "train", {"a": "b"})
        if model:
            logged = mlflow.create_external_model(name=name + "-model", source_run_id=run_id)
            ids[name + "-model"] = logged.model_id
            client.log_model_params(logged.model_id, {"depth": "3"})
            client.log_outputs(run_id, [LoggedModelOutput(logged.model_id, 3)])
            mlflow.log_metric("accuracy", 0.5, model_id=logged.model_id)
            place = client.get_logged_model(logged.model_id).artifact_location
            os.makedirs(place, exist_ok=True)
            with open(os.path.join(place, "MLmodel"), "w") as file:
                file.write("x" * 1000)
    return run_id


kept = client.create_experiment("kept", tags={"team": "a"})
gone = client.create_experiment("gone", tags={"team": "b"})
ids["kept experiment"], ids["gone experiment"] = kept, gone
run(kept, "stays", model=True)
run(kept, "deleted", model=True)
run(kept, "old", model=True)
run(gone, "inside", model=True)
mlflow.set_experiment(experiment_id=gone)
with mlflow.start_span("a trace"):
    pass
client.delete_run(ids["deleted"])
client.delete_run(ids["old"])
client.delete_logged_model(ids["deleted-model"])
client.delete_experiment(gone)
mlflow.flush_trace_async_logging()
with sqlite3.connect("mlflow.db") as database:
    day_ms = 24 * 60 * 60 * 1000
    database.execute(
        "UPDATE runs SET deleted_time = deleted_time - ? WHERE run_uuid = ?", (40 * day_ms, ids["old"])
    )
print(json.dumps(ids))
