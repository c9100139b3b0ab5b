import mlflow
import pytest
from mlflow.entities import RunStatus
from mlflow.exceptions import MlflowException


def test_a_run_ends_as_its_block_does(client, experiment_id):
    with mlflow.start_run(run_name="good", tags={"a": "1"}, description="What it is.") as good:
        assert client.get_run(good.info.run_id).info.status == "RUNNING"
        assert client.get_run(good.info.run_id).info.end_time is None
    with pytest.raises(ZeroDivisionError):
        with mlflow.start_run(run_name="bad") as bad:
            1 / 0
    mlflow.start_run(run_name="stopped")
    stopped = mlflow.active_run()
    mlflow.end_run("KILLED")

    finished = client.get_run(good.info.run_id)
    assert finished.info.status == "FINISHED"
    assert finished.info.run_name == "good"
    assert finished.info.end_time >= finished.info.start_time
    assert finished.data.tags["a"] == "1"
    assert finished.data.tags["mlflow.note.content"] == "What it is."
    assert finished.data.tags["mlflow.runName"] == "good"
    assert client.get_run(bad.info.run_id).info.status == "FAILED"
    assert client.get_run(stopped.info.run_id).info.status == "KILLED"


def test_a_run_is_created_as_described(client, experiment_id):
    run = client.create_run(experiment_id, start_time=1_700_000_000_123, tags={"é": "ü"}, run_name="ä 😀")
    read = client.get_run(run.info.run_id)
    assert dict(read.info) == dict(run.info)
    assert read.info.start_time == 1_700_000_000_123
    assert read.info.run_name == "ä 😀"
    assert read.info.experiment_id == experiment_id
    assert read.info.lifecycle_stage == "active"
    assert read.info.artifact_uri == f"mlflow-artifacts:/{experiment_id}/{run.info.run_id}/artifacts"
    assert read.data.tags["é"] == "ü"
    assert read.data.metrics == {} and read.data.params == {}


def test_a_run_without_a_name_gets_one(client, run_id):
    run = client.get_run(run_id)
    assert run.info.run_name
    assert run.data.tags["mlflow.runName"] == run.info.run_name


def test_a_run_is_renamed_and_its_status_changed(client, run_id):
    client.update_run(run_id, status="SCHEDULED", name="renamed")
    run = client.get_run(run_id)
    assert (run.info.status, run.info.run_name) == ("SCHEDULED", "renamed")
    assert run.data.tags["mlflow.runName"] == "renamed"
    client.set_tag(run_id, "mlflow.runName", "by its tag")
    assert client.get_run(run_id).info.run_name == "by its tag"
    client.set_terminated(run_id, RunStatus.to_string(RunStatus.FAILED), end_time=1_700_000_000_456)
    run = client.get_run(run_id)
    assert (run.info.status, run.info.end_time) == ("FAILED", 1_700_000_000_456)


def test_a_run_is_resumed(client, experiment_id):
    with mlflow.start_run() as first:
        mlflow.log_param("p", 1)
    with mlflow.start_run(run_id=first.info.run_id):
        mlflow.log_param("q", 2)
        assert client.get_run(first.info.run_id).info.status == "RUNNING"
    run = client.get_run(first.info.run_id)
    assert run.data.params == {"p": "1", "q": "2"}
    assert run.info.status == "FINISHED"


def test_nested_runs_know_their_parents(client, experiment_id):
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            with mlflow.start_run(nested=True) as grandchild:
                pass
    other = client.create_run(experiment_id, tags={"mlflow.parentRunId": parent.info.run_id})
    assert mlflow.get_parent_run(grandchild.info.run_id).info.run_id == child.info.run_id
    assert client.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    assert client.get_parent_run(parent.info.run_id) is None
    children = client.search_runs([experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
    assert {run.info.run_id for run in children} == {child.info.run_id, other.info.run_id}


def test_a_deleted_run_is_kept_until_restored_and_takes_nothing(client, experiment_id, run_id):
    client.log_param(run_id, "p", "1")
    mlflow.delete_run(run_id)
    run = client.get_run(run_id)
    assert run.info.lifecycle_stage == "deleted"
    assert run.data.params == {"p": "1"}
    for write in [
        lambda: client.log_param(run_id, "q", "1"),
        lambda: client.log_metric(run_id, "m", 1),
        lambda: client.set_tag(run_id, "t", "1"),
    ]:
        with pytest.raises(MlflowException, match="must be in the 'active' state"):
            write()
    client.restore_run(run_id)
    client.log_param(run_id, "q", "1")
    assert client.get_run(run_id).data.params == {"p": "1", "q": "1"}


def test_the_last_active_run_is_found(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
    assert mlflow.last_active_run().info.run_id == run.info.run_id
    assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 1}


def test_a_run_that_does_not_exist_is_an_error(client, experiment_id):
    with pytest.raises(MlflowException) as refusal:
        client.get_run("0" * 32)
    assert refusal.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(MlflowException):
        client.create_run("987654321")
