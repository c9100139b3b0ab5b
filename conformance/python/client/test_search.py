import math

import mlflow
import pandas
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


@pytest.fixture
def runs(client, experiment_id):
    """Ten runs whose metric, param and tag follow from their number."""
    ids = []
    for n in range(10):
        run = client.create_run(experiment_id, start_time=1000 + n, run_name=f"run {n}")
        value = math.nan if n == 9 else n / 10
        client.log_batch(
            run.info.run_id,
            [Metric("val loss", value, 1, 0)],
            [Param("model", "net" if n % 2 else "tree")],
            [RunTag("team.name", f"team {n % 3}")],
        )
        client.set_terminated(run.info.run_id, "FINISHED" if n < 5 else "FAILED", 2000 + n)
        ids.append(run.info.run_id)
    return ids


@pytest.mark.parametrize(
    "filter_string, numbers",
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        ("metrics.`val loss` < 0.35", [3, 2, 1, 0]),
        ("metrics.`val loss` >= 0.7 AND params.model = 'net'", [7]),
        ("params.model LIKE 'n%' and tags.`team.name` != 'team 0'", [7, 5, 1]),
        ("params.model ILIKE 'TR%' and status = 'FAILED'", [8, 6]),
        ("attributes.start_time > 1007", [9, 8]),
        ("run_name ILIKE 'RUN 1'", [1]),
        ("tags.`mlflow.runName` = 'run 3'", [3]),
        ("tags.nothing IS NULL AND end_time < 2002", [1, 0]),
    ],
)
def test_a_filter_finds_its_runs_newest_first(client, experiment_id, runs, filter_string, numbers):
    found = client.search_runs([experiment_id], filter_string)
    assert [run.info.run_id for run in found] == [runs[n] for n in numbers]


def test_an_order_puts_what_is_not_a_number_last(client, experiment_id, runs):
    for direction, numbers in [("ASC", [*range(9), 9]), ("DESC", [*range(8, -1, -1), 9])]:
        found = client.search_runs([experiment_id], order_by=[f"metrics.`val loss` {direction}"])
        assert [run.info.run_id for run in found] == [runs[n] for n in numbers]


def test_pages_follow_each_other_to_the_end(client, experiment_id, runs):
    ids, token = [], None
    while True:
        page = client.search_runs(
            [experiment_id], max_results=3, order_by=["params.model", "start_time"], page_token=token
        )
        ids.extend(run.info.run_id for run in page)
        token = page.token
        if not token:
            break
    assert ids == [runs[n] for n in [1, 3, 5, 7, 9, 0, 2, 4, 6, 8]]


def test_a_data_frame_has_a_column_for_everything_logged(client, experiment_id, runs):
    frame = mlflow.search_runs([experiment_id], order_by=["start_time ASC"])
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["run_id"]) == runs
    assert list(frame["status"]) == ["FINISHED"] * 5 + ["FAILED"] * 5
    assert list(frame["metrics.val loss"])[:9] == [n / 10 for n in range(9)]
    assert math.isnan(frame["metrics.val loss"][9])
    assert list(frame["params.model"]) == ["tree", "net"] * 5
    assert frame["tags.team.name"][4] == "team 1"
    assert frame["start_time"][1].timestamp() == pytest.approx(1.001)


def test_deleted_runs_are_found_when_asked_for(client, experiment_id, runs):
    client.delete_run(runs[3])
    client.delete_run(runs[4])
    deleted = client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)
    assert [run.info.run_id for run in deleted] == [runs[4], runs[3]]
    assert len(client.search_runs([experiment_id], run_view_type=ViewType.ALL)) == 10
    assert len(client.search_runs([experiment_id])) == 8


def test_experiments_are_searched_together_by_name(client, experiment_id, runs, name):
    other = client.create_experiment(f"{name} other")
    client.create_run(other, run_name="of the other")
    frame = mlflow.search_runs(experiment_names=[name, f"{name} other"])
    assert len(frame) == 11
    found = mlflow.search_runs(search_all_experiments=True, filter_string=f"run_id = '{runs[0]}'", output_format="list")
    assert [run.info.run_id for run in found] == [runs[0]]


@pytest.mark.parametrize("filter_string", ["metrics.a >", "foo.bar = 'x'", "params.a > 1", "nonsense"])
def test_a_filter_that_cannot_be_read_is_refused(client, experiment_id, filter_string):
    with pytest.raises(MlflowException) as refusal:
        client.search_runs([experiment_id], filter_string)
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"


def test_what_comes_later_is_empty_when_asked_in_passing(client, experiment_id):
    assert list(client.search_registered_models()) == []
    assert list(client.search_model_versions("name = 'x'")) == []
    assert list(client.search_traces([experiment_id])) == []
