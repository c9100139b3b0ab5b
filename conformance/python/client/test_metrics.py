import math

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException


def history(client, run_id, key):
    return [(one.step, one.value, one.timestamp) for one in client.get_metric_history(run_id, key)]


def test_a_history_keeps_every_point_and_the_run_the_latest(client, run_id):
    points = [(0, 0.5, 1000), (1, 0.25, 1001), (5, 1e-300, 1001), (2, 0.125, 1002), (-3, 7.0, 1003)]
    for step, value, timestamp in points:
        client.log_metric(run_id, "loss", value, timestamp, step)
    assert sorted(history(client, run_id, "loss")) == sorted(points)
    assert client.get_run(run_id).data.metrics == {"loss": 1e-300}
    assert client.get_metric_history(run_id, "other") == []


def test_numbers_that_json_lacks_survive(client, run_id):
    for step, value in enumerate([math.nan, math.inf, -math.inf]):
        client.log_metric(run_id, "m", value, 1000, step)
    nan, most, least = (one.value for one in client.get_metric_history(run_id, "m"))
    assert math.isnan(nan)
    assert (most, least) == (1.7976931348623157e308, -1.7976931348623157e308)
    client.log_metric(run_id, "n", math.nan)
    assert math.isnan(client.get_run(run_id).data.metrics["n"])


def test_steps_past_double_precision_survive(client, run_id):
    steps = [2**53 + 1, -(2**53) - 1, 2**63 - 1]
    for step in steps:
        client.log_metric(run_id, "m", 1, 1000, step)
    assert sorted(one.step for one in client.get_metric_history(run_id, "m")) == sorted(steps)


def test_keys_of_all_kinds_are_kept(client, run_id):
    keys = ["val/loss", "a.b", "a b", "a-b_c", "/".join("x" * 120), "train:acc"]
    for key in keys:
        client.log_metric(run_id, key, 1)
    assert set(client.get_run(run_id).data.metrics) == set(keys)


@pytest.mark.parametrize("key", ["", "a\nb", "../up", "x" * 251])
def test_a_key_that_cannot_be_is_refused(client, run_id, key):
    with pytest.raises(MlflowException):
        client.log_metric(run_id, key, 1)
    assert client.get_run(run_id).data.metrics == {}


def test_a_dictionary_of_metrics_is_logged_at_one_step(client, experiment_id):
    with mlflow.start_run() as run:
        for epoch in range(3):
            mlflow.log_metrics({"loss": 1 / (epoch + 1), "acc": epoch / 10}, step=epoch)
    assert [one.step for one in client.get_metric_history(run.info.run_id, "acc")] == [0, 1, 2]
    assert client.get_run(run.info.run_id).data.metrics == {"loss": 1 / 3, "acc": 0.2}


def test_a_batch_past_the_limits_is_sent_in_parts(client, run_id):
    metrics = [Metric("m", step / 7, 1000 + step, step) for step in range(2500)]
    params = [Param(f"p{n}", str(n)) for n in range(250)]
    tags = [RunTag(f"t{n}", str(n)) for n in range(250)]
    client.log_batch(run_id, metrics, params, tags)
    data = client.get_run(run_id).data
    assert data.params == {one.key: one.value for one in params}
    assert {key: value for key, value in data.tags.items() if key.startswith("t")} == {
        one.key: one.value for one in tags
    }
    assert [one.value for one in client.get_metric_history(run_id, "m")] == [one.value for one in metrics]


def test_a_history_of_more_than_a_page_is_read_whole(client, run_id):
    count = 25_500  # The client asks for pages of 25,000.
    client.log_batch(run_id, [Metric("m", step, 1000, step) for step in range(count)])
    values = [one.value for one in client.get_metric_history(run_id, "m")]
    assert sorted(values) == list(range(count))


def test_what_is_logged_in_the_background_arrives(client, experiment_id):
    with mlflow.start_run() as run:
        logged = [mlflow.log_metric("m", step, step=step, synchronous=False) for step in range(300)]
        mlflow.log_metrics({"a": 1, "b": 2}, synchronous=False)
        mlflow.log_param("p", 1, synchronous=False)
        mlflow.log_params({"q": 2, "r": 3}, synchronous=False)
        mlflow.set_tag("t", 1, synchronous=False)
        for one in logged:
            one.wait()
        mlflow.flush_async_logging()
    assert sorted(one.value for one in client.get_metric_history(run.info.run_id, "m")) == list(range(300))
    data = client.get_run(run.info.run_id).data
    assert data.metrics == {"m": 299, "a": 1, "b": 2}
    assert data.params == {"p": "1", "q": "2", "r": "3"}
    assert data.tags["t"] == "1"


def test_a_whole_program_may_log_in_the_background(client, experiment_id):
    mlflow.config.enable_async_logging()
    try:
        with mlflow.start_run() as run:
            for step in range(50):
                mlflow.log_metric("m", step, step=step)
            mlflow.flush_async_logging()
    finally:
        mlflow.config.enable_async_logging(False)
    assert len(client.get_metric_history(run.info.run_id, "m")) == 50
