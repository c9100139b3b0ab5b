import mlflow
import pytest
from mlflow.exceptions import MlflowException
from packaging.version import Version

pytestmark = pytest.mark.skipif(
    Version(mlflow.__version__).major < 3, reason="MLflow 2 has no logged models of their own"
)


@pytest.fixture
def models(client, experiment_id):
    """Three models of one run: small, medium and large, with a metric on a dataset for two."""
    run_id = client.create_run(experiment_id).info.run_id
    names = ["small", "medium", "large"]
    models = [
        client.create_logged_model(
            experiment_id, name=name, source_run_id=run_id, params={"size": str(size)}, tags={"kind": "test"}
        )
        for size, name in enumerate(names)
    ]
    for model, accuracy in zip(models, [0.5, 0.9]):
        client.log_metric(
            run_id,
            "accuracy",
            accuracy,
            step=3,
            model_id=model.model_id,
            dataset_name="digits",
            dataset_digest="d1",
        )
        client.finalize_logged_model(model.model_id, "READY")
    client.finalize_logged_model(models[2].model_id, "FAILED")
    return models


def names_of(models):
    return [model.name for model in models]


def test_a_model_is_created_finalized_and_read_back(client, experiment_id, models):
    model = client.get_logged_model(models[0].model_id)
    assert model.name == "small"
    assert model.experiment_id == experiment_id
    assert model.status.value == "READY"
    assert model.params == {"size": "0"}
    assert model.tags["kind"] == "test"
    [metric] = model.metrics
    assert (metric.key, metric.value, metric.step) == ("accuracy", 0.5, 3)
    assert (metric.dataset_name, metric.dataset_digest) == ("digits", "d1")
    assert client.get_logged_model(models[2].model_id).status.value == "FAILED"


def test_tags_of_a_model_are_set_and_deleted(client, models):
    model_id = models[0].model_id
    client.set_logged_model_tags(model_id, {"kind": "changed", "one": "1"})
    client.delete_logged_model_tag(model_id, "one")
    tags = client.get_logged_model(model_id).tags
    assert tags["kind"] == "changed"
    assert "one" not in tags


def test_models_are_found_by_what_they_are(client, experiment_id, models):
    def search(filter_string):
        found = client.search_logged_models([experiment_id], filter_string=filter_string)
        return sorted(names_of(found))

    assert search("name = 'small'") == ["small"]
    assert search("name LIKE '%m%'") == ["medium", "small"]
    assert search("params.size = '2'") == ["large"]
    assert search("tags.kind = 'test'") == ["large", "medium", "small"]
    assert search("metrics.accuracy > 0.6") == ["medium"]
    assert search(f"source_run_id = '{models[0].source_run_id}' AND name = 'large'") == ["large"]


def test_models_are_ordered_by_a_metric_on_a_dataset(client, experiment_id, models):
    order = [{"field_name": "metrics.accuracy", "ascending": False, "dataset_name": "digits"}]
    found = client.search_logged_models([experiment_id], order_by=order)
    assert names_of(found) == ["medium", "small", "large"]
    on = client.search_logged_models(
        [experiment_id], filter_string="metrics.accuracy > 0", datasets=[{"dataset_name": "digits", "dataset_digest": "d1"}]
    )
    assert sorted(names_of(on)) == ["medium", "small"]
    other = client.search_logged_models(
        [experiment_id], filter_string="metrics.accuracy > 0", datasets=[{"dataset_name": "other", "dataset_digest": "d1"}]
    )
    assert list(other) == []


def test_models_are_searched_page_by_page(client, experiment_id, models):
    found, token = [], None
    while True:
        page = client.search_logged_models([experiment_id], max_results=2, page_token=token)
        found += names_of(page)
        token = page.token
        if not token:
            break
    assert sorted(found) == ["large", "medium", "small"]


def test_a_data_frame_of_models_has_a_row_for_each(client, experiment_id, models):
    frame = mlflow.search_logged_models([experiment_id], order_by=[{"field_name": "name", "ascending": True}])
    assert list(frame["name"]) == ["large", "medium", "small"]


def test_a_deleted_model_is_not_found(client, experiment_id, models):
    client.delete_logged_model(models[1].model_id)
    assert sorted(names_of(client.search_logged_models([experiment_id]))) == ["large", "small"]
    with pytest.raises(MlflowException, match="not found"):
        client.get_logged_model(models[1].model_id)


def test_a_filter_on_models_that_cannot_be_read_is_refused(client, experiment_id):
    with pytest.raises(MlflowException) as error:
        client.search_logged_models([experiment_id], filter_string="nothing.like = 'this'")
    assert error.value.error_code == "INVALID_PARAMETER_VALUE"
