"""A PostgreSQL or MySQL database and `mlartifacts/` go from MLflow's server to ours and back."""

import shutil
import subprocess
import sys

import mysql
import postgresql
import pytest
import servers
from everything import comparable, read, write
from mlflow import MlflowClient
from mlflow.entities import ViewType

# All take turns at one, as the client remembers by the id of a run where its artifacts are.
PORT = servers.find_free_port()


@pytest.fixture(scope="module", params=[postgresql, mysql], ids=lambda engine: engine.__name__)
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def written_by_mlflow(engine, tmp_path_factory):
    """A folder and a database in which MLflow's own server has written, and what it answered of it."""
    folder = tmp_path_factory.mktemp("mlflow")

    def work(client):
        write(client, "of MLflow")
        client.create_registered_model("registered")

    name = engine.name_for(folder)
    uri = engine.create(name)
    yield folder, name, serve(servers.MLFLOW, folder, uri, work)
    engine.drop(name)


@pytest.fixture(scope="module")
def written_by_ours(engine, tmp_path_factory):
    """A folder and a database that our server has filled, and what it answered of it."""
    folder = tmp_path_factory.mktemp("ours")
    name = engine.name_for(folder)
    uri = engine.create(name)
    yield folder, name, serve(servers.OURS, folder, uri, lambda client: write(client, "of ours"))
    engine.drop(name)


@pytest.fixture
def copy_of(engine, folder):
    """Copies a folder and its database into the current folder; answers the URI of the copy."""
    name = engine.name_for(folder)

    def copy(original):
        shutil.copytree(original[0], folder, dirs_exist_ok=True)
        return engine.create(name, template=original[1])

    yield copy
    engine.drop(name)


def serve(command, folder, uri, work=lambda client: None) -> dict:
    """Does `work` on a server in `folder`; answers all that it holds then."""
    server = servers.start(command, folder, PORT, uri)
    try:
        client = MlflowClient(server.url)
        work(client)
        return read(client)
    finally:
        server.stop()


def test_what_mlflow_wrote_goes_through_our_hands_and_back(engine, written_by_mlflow, copy_of, folder):
    uri = copy_of(written_by_mlflow)
    schema = engine.read_schema(uri)

    assert serve(servers.OURS, folder, uri) == written_by_mlflow[2]
    with_ours = serve(servers.OURS, folder, uri, lambda client: write(client, "of ours"))
    assert engine.read_schema(uri) == schema

    both = {}

    def go_on(client):
        both["seen"] = read(client)
        write(client, "again of MLflow")
        assert [one.name for one in client.search_registered_models()] == ["registered"]

    of_all = serve(servers.MLFLOW, folder, uri, go_on)
    assert both["seen"] == with_ours
    assert serve(servers.OURS, folder, uri) == of_all


def test_a_database_that_we_make_is_one_of_mlflows(engine, written_by_mlflow, written_by_ours):
    ours, theirs = (engine.read_schema(engine.uri_of(one[1])) for one in (written_by_ours, written_by_mlflow))
    assert ours == theirs


def test_mlflow_reads_and_writes_a_database_that_we_made(engine, written_by_ours, copy_of, folder):
    uri = copy_of(written_by_ours)
    schema = engine.read_schema(uri)
    of_mlflow = servers.with_driver(uri)
    subprocess.run([sys.executable, "-m", "mlflow", "db", "upgrade", of_mlflow], check=True)
    assert engine.read_schema(uri) == schema

    # In this process, as a program does that needs no server.
    direct = MlflowClient(of_mlflow)
    experiments = direct.search_experiments(view_type=ViewType.ALL)
    assert comparable(experiments) == written_by_ours[2]["experiments"]
    run = direct.create_run("0", run_name="without a server")
    direct.log_metric(run.info.run_id, "m", 1)
    direct.set_terminated(run.info.run_id)

    of_ours = serve(servers.OURS, folder, uri)
    assert serve(servers.MLFLOW, folder, uri) == of_ours
    assert "without a server" in str(of_ours)


@pytest.mark.parametrize("stamp", ["0584bdc529eb", "of the future"])
def test_a_database_of_another_version_is_refused_in_one_line(engine, written_by_ours, copy_of, folder, stamp):
    uri = copy_of(written_by_ours)
    engine.query(uri, f"UPDATE alembic_version SET version_num = '{stamp}'")
    ended = subprocess.run(
        [*servers.OURS, "--port", "0", *servers.storage(folder, uri)], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert stamp in ended.stderr and "mlflow db upgrade" in ended.stderr
