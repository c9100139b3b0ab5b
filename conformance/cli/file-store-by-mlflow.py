"""Fills ./mlruns with MLflow's file store; prints the ids."""

import json
import os

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

import mlflow
from mlflow import MlflowClient
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.meta_dataset import MetaDataset
from mlflow.entities import LoggedModelInput, LoggedModelOutput, Metric

mlflow.set_tracking_uri("file://" + os.path.abspath("mlruns"))
client = MlflowClient()
ids = {}
kept = client.create_experiment("digits: ö", tags={"team": "a b"})
gone = client.create_experiment("gone")
for experiment, name in [(kept, "stays"), (kept, "deleted"), (gone, "inside"), ("0", "default")]:
    with mlflow.start_run(experiment_id=experiment, run_name=name) as active:
        run_id = active.info.run_id
        ids[name] = run_id
        mlflow.log_params({"lr": 0.1, "a/b": "x\ny", "empty": ""})
        mlflow.set_tag("mlflow.note.content", "multi\nline ✓")
        points = [Metric("loss", 1 / (step + 1), 1000 + step, step) for step in range(300)]
        points += [Metric("m/nan", float("nan"), 1, 0), Metric("inf", float("-inf"), 2, 1)]
        # The latest is not the last line.
        points += [Metric("back", 1.0, 5, 9), Metric("back", 2.0, 6, 3)]
        client.log_batch(run_id, metrics=points)
        mlflow.log_text("artifact of " + name, "notes/text.txt")
        data = MetaDataset(CodeDatasetSource(tags={}), name="data", digest="d1")
        mlflow.log_input(data, "train", {"a": "b"})
        model = mlflow.create_external_model(name=name + "-model", source_run_id=run_id, tags={"t": "1"}, params={"depth": "3"})
        client.log_outputs(run_id, [LoggedModelOutput(model.model_id, 3)])
        client.log_inputs(run_id, models=[LoggedModelInput(model.model_id)])
        mlflow.log_metric("accuracy", 0.5, step=2, model_id=model.model_id, dataset=data)
client.create_registered_model("champion", tags={"a": "b"}, description="the best")
version = client.create_model_version("champion", "runs:/" + ids["stays"] + "/model", ids["stays"], tags={"v": "1"})
client.set_registered_model_alias("champion", "best", version.version)
client.delete_run(ids["deleted"])
client.delete_experiment(gone)
print(json.dumps(ids))
