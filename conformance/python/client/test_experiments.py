import mlflow
import pytest
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def test_an_experiment_is_found_by_its_id_and_by_its_name(client, name):
    experiment_id = client.create_experiment(name, tags={"team": "vision", "note": "ä 😀"})
    by_id = client.get_experiment(experiment_id)
    by_name = client.get_experiment_by_name(name)
    assert dict(by_id) == dict(by_name)
    assert by_id.name == name
    assert by_id.tags == {"team": "vision", "note": "ä 😀"}
    assert by_id.lifecycle_stage == "active"
    assert by_id.artifact_location == f"mlflow-artifacts:/{experiment_id}"
    assert by_id.creation_time <= by_id.last_update_time


def test_an_artifact_location_is_kept_as_given(client, name):
    experiment_id = client.create_experiment(name, artifact_location="mlflow-artifacts:/elsewhere")
    assert client.get_experiment(experiment_id).artifact_location == "mlflow-artifacts:/elsewhere"
    run = client.create_run(experiment_id)
    assert run.info.artifact_uri == f"mlflow-artifacts:/elsewhere/{run.info.run_id}/artifacts"


def test_what_does_not_exist_is_none_by_name_and_an_error_by_id(client, name):
    assert client.get_experiment_by_name(name) is None
    with pytest.raises(MlflowException) as refusal:
        client.get_experiment("987654321")
    assert refusal.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_a_name_is_taken_once(client, name):
    client.create_experiment(name)
    with pytest.raises(MlflowException) as refusal:
        client.create_experiment(name)
    assert refusal.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_set_experiment_creates_once_and_finds_again(client, name):
    first = mlflow.set_experiment(name)
    assert mlflow.set_experiment(name).experiment_id == first.experiment_id
    assert mlflow.set_experiment(experiment_id=first.experiment_id).name == name


def test_an_experiment_is_renamed_and_tagged(client, experiment_id, name):
    client.rename_experiment(experiment_id, f"{name} again")
    client.set_experiment_tag(experiment_id, "a", "1")
    mlflow.set_experiment_tags({"a": "2", "b": 3})
    experiment = client.get_experiment(experiment_id)
    assert experiment.name == f"{name} again"
    assert experiment.tags == {"a": "2", "b": "3"}


def test_a_deleted_experiment_is_restored_with_its_runs(client, experiment_id, run_id, name):
    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException, match="deleted"):
        mlflow.set_experiment(name)
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"
    assert client.get_run(run_id).info.lifecycle_stage == "active"


def test_experiments_are_searched_page_by_page(client, name):
    ids = [client.create_experiment(f"{name} {n}", tags={"suite": name}) for n in range(5)]
    client.delete_experiment(ids[0])
    search = {"filter_string": f"tags.suite = '{name}'", "order_by": ["name DESC"], "max_results": 3}
    first = client.search_experiments(**search)
    assert [one.experiment_id for one in first] == ids[:1:-1]
    second = client.search_experiments(**search, page_token=first.token)
    assert [one.experiment_id for one in second] == [ids[1]]
    assert not second.token
    deleted = client.search_experiments(view_type=ViewType.DELETED_ONLY, filter_string=search["filter_string"])
    assert [one.experiment_id for one in deleted] == ids[:1]
    found = mlflow.search_experiments(view_type=ViewType.ALL, filter_string=f"name LIKE '{name}%'")
    assert {one.experiment_id for one in found} == set(ids)
