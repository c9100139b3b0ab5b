import json

import mlflow
import numpy
import pandas


def test_a_data_frame_is_logged_as_an_input(client, experiment_id):
    frame = pandas.DataFrame({"x": [1.5, 2.5], "label": ["a", "b"]})
    dataset = mlflow.data.from_pandas(frame, source="https://example.com/data.csv", name="frame", targets="label")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"split": "first"})
    [logged] = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert logged.dataset.name == "frame"
    assert logged.dataset.digest == dataset.digest
    assert json.loads(logged.dataset.profile) == {"num_rows": 2, "num_elements": 4}
    assert {tag.key: tag.value for tag in logged.tags} == {"mlflow.data.context": "training", "split": "first"}
    assert mlflow.data.get_source(logged).url == "https://example.com/data.csv"
    assert json.loads(logged.dataset.schema)["mlflow_colspec"][0]["name"] == "x"


def test_arrays_are_logged_once_though_sent_twice(client, experiment_id):
    dataset = mlflow.data.from_numpy(numpy.arange(6).reshape(3, 2), targets=numpy.array([0, 1, 0]), name="array")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training")
        mlflow.log_input(dataset, context="training")
        mlflow.log_input(mlflow.data.from_numpy(numpy.zeros(3), name="other"), context="eval")
    logged = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert sorted(one.dataset.name for one in logged) == ["array", "other"]


def test_runs_are_found_by_their_datasets(client, experiment_id):
    for name, context in [("first", "training"), ("second", "eval")]:
        with mlflow.start_run(run_name=name):
            mlflow.log_input(mlflow.data.from_numpy(numpy.ones(2), name=name), context=context)
    for condition in ["dataset.name = 'second'", "dataset.context = 'eval'", "datasets.name LIKE 'sec%'"]:
        [run] = client.search_runs([experiment_id], condition)
        assert run.info.run_name == "second"
        assert run.inputs.dataset_inputs[0].dataset.name == "second"
