"""The server under test, and what most tests need of it.

    pytest conformance/python                      # against our server
    pytest conformance/python --server mlflow      # against MLflow's own: every test holds there too
    STORE=postgresql pytest conformance/python     # on PostgreSQL, which is at TEST_POSTGRESQL_URI
    STORE=mysql pytest conformance/python          # on MySQL or MariaDB, which is at TEST_MYSQL_URI
"""

import os
import uuid

# Read when mlflow is imported: a 5xx must fail a test at once, not be tried again for minutes.
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MPLBACKEND"] = "Agg"

import mlflow
import mysql
import postgresql
import pytest
import servers
from mlflow import MlflowClient

ENGINE = {"postgresql": postgresql, "mysql": mysql}.get(os.environ.get("STORE"))


def pytest_addoption(parser):
    parser.addoption("--server", choices=["ours", "mlflow"], default="ours", help="the server under test")


@pytest.fixture(scope="session")
def command(request):
    return servers.OURS if request.config.getoption("--server") == "ours" else servers.MLFLOW


@pytest.fixture(scope="session")
def server(command, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    database = ENGINE.create(ENGINE.name_for(folder)) if ENGINE else None
    server = servers.start(command, folder, database=database)
    yield server
    server.stop()
    if ENGINE:
        ENGINE.drop(ENGINE.name_for(folder))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The current folder of a test, so that nothing it leaves behind is in the repository."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def client(server):
    mlflow.set_tracking_uri(server.url)
    yield MlflowClient(server.url)
    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def name():
    """A name that nothing has had."""
    return f"named {uuid.uuid4().hex}"


@pytest.fixture
def experiment_id(client, name):
    """A new experiment, which the fluent functions use too."""
    return mlflow.set_experiment(name).experiment_id


@pytest.fixture
def run_id(client, experiment_id):
    """A new run that is not the active one of the fluent functions."""
    return client.create_run(experiment_id).info.run_id
