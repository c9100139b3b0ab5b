import mlflow
import numpy
import pandas
import pytest
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

X = pandas.DataFrame({"x": [0.0, 1.0, 2.0, 3.0]})
Y = numpy.array([1.0, 3.0, 5.0, 7.0])


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [2 * x for x in model_input["x"]]


def test_a_model_in_python_is_loaded_back_from_its_run(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.pyfunc.log_model(
            "model", python_model=Doubler(), signature=infer_signature(X, [0.0]), pip_requirements=[]
        )
    model = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    assert model.predict(X) == [0.0, 2.0, 4.0, 6.0]
    info = mlflow.models.get_model_info(f"runs:/{run.info.run_id}/model")
    assert info.run_id == run.info.run_id
    assert info.signature.inputs.input_names() == ["x"]


def test_what_scikit_learn_trains_is_logged_by_itself(client, experiment_id):
    # Without the model: to infer its requirements takes half a minute, to log it is tested below.
    mlflow.sklearn.autolog(log_models=False, silent=True)
    try:
        with mlflow.start_run() as run:
            LinearRegression().fit(X, Y)
    finally:
        mlflow.sklearn.autolog(disable=True)
    logged = client.get_run(run.info.run_id)
    assert logged.data.params["fit_intercept"] == "True"
    assert logged.data.metrics["training_r2_score"] == pytest.approx(1)
    assert logged.data.tags["estimator_name"] == "LinearRegression"
    assert [one.dataset.name for one in logged.inputs.dataset_inputs] == ["dataset"]


def test_a_model_of_scikit_learn_predicts_the_same_when_loaded_back(client, experiment_id):
    trained = LinearRegression().fit(X, Y)
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(trained, "model", input_example=X, pip_requirements=["scikit-learn"])
    model = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
    assert model.predict(X) == pytest.approx(trained.predict(X))
