"""What examples/pytorch/train.py logged, as another program finds it."""

import math
import subprocess
import sys
from pathlib import Path

import mlflow
import numpy
import pytest
import servers
import torch
import train
from mlflow import MlflowClient

SCRIPT = servers.REPOSITORY / "examples/pytorch/train.py"
FINISHED = ["baseline", "small steps", "adam"]
IS_IN_RUN = int(mlflow.__version__.split(".")[0]) < 3


@pytest.fixture(scope="module")
def runs(server):
    """The runs of a training, by name."""
    name = f"training with MLflow {mlflow.__version__}"
    subprocess.run([sys.executable, SCRIPT, "--tracking-uri", server.url, "--experiment", name], check=True)
    client = MlflowClient(server.url)
    found = client.search_runs([client.get_experiment_by_name(name).experiment_id])
    return {run.info.run_name: run for run in found}


def test_each_run_ended_as_its_training_did(runs):
    assert {name: run.info.status for name, run in runs.items()} == {
        **dict.fromkeys(FINISHED, "FINISHED"),
        "steps far too large": "FAILED",
        "stopped politely": "KILLED",
        "vanished": "RUNNING",
    }
    assert [name for name, run in runs.items() if run.info.end_time is None] == ["vanished"]
    assert runs["adam"].data.tags["mlflow.source.name"] == str(SCRIPT)


def test_each_run_has_its_dictionary_of_params(runs):
    for run in runs.values():
        assert run.data.params.keys() == runs["baseline"].data.params.keys()
        assert run.data.params["train_size"] == "1500"
    assert runs["adam"].data.params["optimizer"] == "Adam"
    assert runs["steps far too large"].data.params["lr"] == "1e+20"


@pytest.mark.parametrize("name", FINISHED)
def test_the_metrics_of_every_epoch_and_of_the_end_are_there(client, runs, name):
    run = runs[name]
    for key in ["train_loss", "val_loss", "val_accuracy"]:
        history = client.get_metric_history(run.info.run_id, key)
        assert [point.step for point in history] == list(range(train.EPOCHS))
        assert run.data.metrics[key] == history[-1].value
    assert run.data.metrics["weights"] == 100 * 64 + 64 + 64 * 10 + 10


def test_what_went_wrong_is_there(client, runs):
    [loss] = client.get_metric_history(runs["steps far too large"].info.run_id, "train_loss")
    assert math.isnan(loss.value)


@pytest.mark.parametrize("name", FINISHED)
def test_the_figure_is_there_as_an_image_and_as_a_page(client, runs, name):
    run_id = runs[name].info.run_id
    assert [one.path for one in client.list_artifacts(run_id, "plots")] == [
        "plots/confusion.html",
        "plots/confusion.png",
    ]
    image = Path(client.download_artifacts(run_id, "plots/confusion.png")).read_bytes()
    page = Path(client.download_artifacts(run_id, "plots/confusion.html")).read_text()
    assert image.startswith(b"\x89PNG\r\n")
    assert "<h1>Confusion</h1>" in page and page.rstrip().endswith("</table>") and "</svg>" in page


@pytest.mark.parametrize("name", FINISHED)
def test_the_model_predicts_as_it_did_in_training(client, runs, name):
    run = runs[name]
    images, labels = train.draw_digits(train.TEST_SIZE, float(run.data.params["noise"]), seed=3)
    general = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    predictions = [general.predict(images.numpy())]
    for uri in [run.data.tags["model_uri"], f"runs:/{run.info.run_id}/model"]:
        model = mlflow.pytorch.load_model(uri)
        with torch.no_grad():
            predictions.append(model(images).numpy())
    for prediction in predictions:
        assert numpy.allclose(prediction, predictions[0], atol=1e-5)
        right = (prediction.argmax(axis=1) == labels.numpy()).mean()
        assert right == pytest.approx(run.data.metrics["test_accuracy"])


@pytest.mark.parametrize("name", FINISHED)
def test_the_model_is_where_its_version_of_mlflow_keeps_it(client, runs, name):
    run = runs[name]
    if IS_IN_RUN:
        paths = [one.path for one in client.list_artifacts(run.info.run_id, "model")]
        assert run.data.tags["model_uri"] == f"{run.info.artifact_uri}/model"
        assert "model/MLmodel" in paths
    else:
        [output] = client.get_run(run.info.run_id).outputs.model_outputs
        model = client.get_logged_model(output.model_id)
        assert (model.name, model.status, model.source_run_id) == ("model", "READY", run.info.run_id)
        assert run.data.tags["model_uri"] == model.model_uri
        assert "MLmodel" in [one.path for one in client.list_logged_model_artifacts(model.model_id)]
