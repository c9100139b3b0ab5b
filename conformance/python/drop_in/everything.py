"""Writes some of everything that a tracking server keeps, and reads all of it back."""

import hashlib
import math
import tempfile
from pathlib import Path

from mlflow import MlflowClient
from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    RunTag,
    ViewType,
)

NUMBERS = [0.1, -0.0, 1e-300, 1.7e308, math.nan, math.inf, -math.inf, 2**53 + 1]
STEPS = [0, 1, 1, 5, -7, 2**53 + 1, 2**62, 3]


def write(client: MlflowClient, name: str) -> None:
    """Creates experiments whose names begin with `name`, and all that can be in one."""
    experiment = client.create_experiment(f"{name} ä 😀", tags={"team": "vision", "note": "x" * 5000})
    model = write_model(client, experiment, f"{name}-net")
    whole = client.create_run(experiment, tags={"a.b/c": "ü\n😀"}, run_name=f"{name} whole").info.run_id
    write_data(client, whole, model.model_id)
    write_artifacts(client, whole, model.model_id)
    client.set_terminated(whole, "FINISHED")

    child = client.create_run(experiment, tags={"mlflow.parentRunId": whole}).info.run_id
    client.log_inputs(child, models=[LoggedModelInput(model.model_id)])
    client.set_terminated(child, "FAILED")
    client.set_terminated(client.create_run(experiment).info.run_id, "KILLED")
    client.create_run(experiment, run_name=f"{name} still running")
    deleted = client.create_run(experiment, run_name=f"{name} deleted").info.run_id
    client.log_metric(deleted, "loss", 1)
    client.delete_run(deleted)
    client.delete_logged_model(write_model(client, experiment, f"{name}-deleted").model_id)

    gone = client.create_experiment(f"{name} deleted")
    client.log_param(client.create_run(gone).info.run_id, "p", "1")
    client.delete_experiment(gone)


def write_model(client: MlflowClient, experiment: str, name: str):
    model = client.create_logged_model(
        experiment, name, tags={"stage": "first", "ä": "ü"}, params={"layers": "3"}, model_type="net"
    )
    client.log_model_params(model.model_id, {"dropout": "0.1"})
    client.set_logged_model_tags(model.model_id, {"stage": "second"})
    return client.finalize_logged_model(model.model_id, "READY")


def write_data(client: MlflowClient, run_id: str, model_id: str) -> None:
    points = [
        Metric(key, value, 1_700_000_000_000 + index // 2, step)
        for key in ("loss", "val/acc")
        for index, (value, step) in enumerate(zip(NUMBERS, STEPS))
    ]
    params = [Param("lr", "0.01"), Param("model.name", "ä 😀"), Param("long", "x" * 6000), Param("empty", "")]
    client.log_batch(run_id, points, params, [RunTag("long", "y" * 8000)])
    dataset = Dataset("images", "d1", "local", '{"uri": "/data"}', '{"mlflow_colspec": []}', '{"rows": 3}')
    client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    client.log_metric(
        run_id, "f1", 0.75, 1_700_000_000_000, 2, dataset_name="images", dataset_digest="d1", model_id=model_id
    )
    client.log_outputs(run_id, [LoggedModelOutput(model_id, step=4)])


def write_artifacts(client: MlflowClient, run_id: str, model_id: str) -> None:
    client.log_text(run_id, "<b>ä</b>", "pages/ü 😀.html")
    client.log_dict(run_id, {"a": [1, None]}, "100%.json")
    with tempfile.TemporaryDirectory() as folder:
        binary = Path(folder) / "weights.bin"
        binary.write_bytes(bytes(range(256)) * 100)
        client.log_artifact(run_id, str(binary), "deep/er")
        client.log_model_artifact(model_id, str(binary))


def read(client: MlflowClient) -> dict:
    """All that the server holds, in the order in which it answers it."""
    experiments = client.search_experiments(view_type=ViewType.ALL)
    ids = [one.experiment_id for one in experiments]
    runs = client.search_runs(ids, run_view_type=ViewType.ALL)
    models = client.search_logged_models(ids)
    return comparable(
        {
            "experiments": experiments,
            "runs": [read_run(client, run) for run in runs],
            "models": [read_model(client, model) for model in models],
        }
    )


def read_run(client: MlflowClient, run) -> dict:
    run_id = run.info.run_id
    found = run.to_dictionary()
    found["inputs"].pop("model_inputs")  # MLflow leaves them out of what a search finds.
    return {
        "found": found,
        "got": client.get_run(run_id).to_dictionary(),
        "histories": {
            key: client.get_metric_history(run_id, key) for key in run.data.metrics
        },
        "artifacts": read_files(client, run_id, ""),
    }


def read_files(client: MlflowClient, run_id: str, path: str) -> dict:
    files = {}
    for one in client.list_artifacts(run_id, path):
        if one.is_dir:
            files |= read_files(client, run_id, one.path)
        else:
            content = Path(client.download_artifacts(run_id, one.path)).read_bytes()
            files[one.path] = (one.file_size, hashlib.sha256(content).hexdigest())
    return files


def read_model(client: MlflowClient, model) -> dict:
    files = client.list_logged_model_artifacts(model.model_id)
    return {
        **client.get_logged_model(model.model_id).to_dictionary(),
        "found": model,
        "files": files,
    }


def comparable(value):
    """The same in lists and dictionaries; numbers as text, as NaN is not equal to itself."""
    if isinstance(value, (list, tuple)):
        return [comparable(one) for one in value]
    if hasattr(value, "__iter__") and not isinstance(value, str):
        # MLflow's objects yield their properties.
        return {key: comparable(one) for key, one in dict(value).items()}
    return repr(value) if isinstance(value, float) else value
