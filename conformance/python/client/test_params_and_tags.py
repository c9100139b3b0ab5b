import mlflow
import pytest
from mlflow.exceptions import MlflowException


def test_a_dictionary_of_params_is_kept_as_text(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_params({"lr": 1e-3, "layers": [1, 2], "none": None, "yes": True, "ä": "ü 😀", "empty": ""})
        assert mlflow.log_param("p", 3) == 3
    assert client.get_run(run.info.run_id).data.params == {
        "lr": "0.001",
        "layers": "[1, 2]",
        "none": "None",
        "yes": "True",
        "ä": "ü 😀",
        "empty": "",
        "p": "3",
    }


def test_a_param_keeps_its_value(client, run_id):
    client.log_param(run_id, "p", "1")
    client.log_param(run_id, "p", "1")
    with pytest.raises(MlflowException, match="Changing param values is not allowed") as refusal:
        client.log_param(run_id, "p", "2")
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"
    assert client.get_run(run_id).data.params == {"p": "1"}


def test_a_batch_with_a_changed_param_writes_nothing_of_its_part(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_param("p", 1)
        with pytest.raises(MlflowException, match="Changing param values is not allowed"):
            mlflow.log_params({"q": 1, "p": 2})
    assert client.get_run(run.info.run_id).data.params == {"p": "1"}


def test_a_long_param_is_kept_to_its_limit(client, run_id):
    client.log_param(run_id, "long", "x" * 6000)
    client.log_param(run_id, "longer", "y" * 6001)
    params = client.get_run(run_id).data.params
    assert params == {"long": "x" * 6000, "longer": "y" * 6000}


def test_tags_are_set_changed_and_deleted(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.set_tags({"a": 1, "b": "ä 😀\nline", "c.d/e f": ""})
        mlflow.set_tag("a", 2)
        mlflow.delete_tag("c.d/e f")
        with pytest.raises(MlflowException) as refusal:
            mlflow.delete_tag("never set")
    assert refusal.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    tags = client.get_run(run.info.run_id).data.tags
    assert {key: tags[key] for key in tags if not key.startswith("mlflow.")} == {"a": "2", "b": "ä 😀\nline"}


def test_a_long_tag_is_kept_to_its_limit(client, run_id):
    client.set_tag(run_id, "long", "x" * 8000)
    client.set_tag(run_id, "longer", "y" * 8001)
    tags = client.get_run(run_id).data.tags
    assert tags["long"] == "x" * 8000
    assert tags["longer"] == "y" * 8000
