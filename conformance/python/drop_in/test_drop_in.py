"""A folder with `mlflow.db` and `mlartifacts/` goes from MLflow's server to ours and back."""

import shutil
import sqlite3
import subprocess
import sys

import pytest
import servers
from everything import comparable, read, write
from mlflow import MlflowClient
from mlflow.entities import ViewType
from schema import read_schema

# All take turns at one, as the client remembers by the id of a run where its artifacts are.
PORT = servers.find_free_port()


@pytest.fixture(scope="module")
def written_by_mlflow(tmp_path_factory):
    """A folder in which MLflow's own server has written, and what it answered of it."""
    folder = tmp_path_factory.mktemp("mlflow")
    def work(client):
        write(client, "of MLflow")
        client.create_registered_model("registered")

    return folder, serve(servers.MLFLOW, folder, work)


@pytest.fixture(scope="module")
def written_by_ours(tmp_path_factory):
    """A folder that our server has made from nothing, and what it answered of it."""
    folder = tmp_path_factory.mktemp("ours")
    return folder, serve(servers.OURS, folder, lambda client: write(client, "of ours"))


def serve(command, folder, work=lambda client: None) -> dict:
    """Does `work` on a server in `folder`; answers all that it holds then."""
    server = servers.start(command, folder, PORT)
    try:
        client = MlflowClient(server.url)
        work(client)
        return read(client)
    finally:
        server.stop()


def test_what_mlflow_wrote_goes_through_our_hands_and_back(written_by_mlflow, folder):
    original, of_mlflow = written_by_mlflow
    shutil.copytree(original, folder, dirs_exist_ok=True)
    schema = read_schema(folder / "mlflow.db")

    assert serve(servers.OURS, folder) == of_mlflow
    with_ours = serve(servers.OURS, folder, lambda client: write(client, "of ours"))
    assert read_schema(folder / "mlflow.db") == schema
    assert not (folder / "mlflow.db-wal").exists()  # Who copies the one file has all.

    both = {}

    def go_on(client):
        both["seen"] = read(client)
        write(client, "again of MLflow")
        assert [one.name for one in client.search_registered_models()] == ["registered"]

    of_all = serve(servers.MLFLOW, folder, go_on)
    assert both["seen"] == with_ours
    assert serve(servers.OURS, folder) == of_all


def test_a_database_that_we_make_is_one_of_mlflows(written_by_mlflow, written_by_ours):
    ours, theirs = written_by_ours[0] / "mlflow.db", written_by_mlflow[0] / "mlflow.db"
    assert read_schema(ours) == read_schema(theirs)


def test_mlflow_reads_and_writes_a_database_that_we_made(written_by_ours, folder):
    original, of_ours = written_by_ours
    shutil.copytree(original, folder, dirs_exist_ok=True)
    schema = read_schema(folder / "mlflow.db")
    subprocess.run([sys.executable, "-m", "mlflow", "db", "upgrade", servers.database_uri(folder)], check=True)
    assert read_schema(folder / "mlflow.db") == schema

    # In this process, as a program does that needs no server.
    direct = MlflowClient(servers.database_uri(folder))
    experiments = direct.search_experiments(view_type=ViewType.ALL)
    assert comparable(experiments) == of_ours["experiments"]
    run = direct.create_run("0", run_name="without a server")
    direct.log_metric(run.info.run_id, "m", 1)
    direct.set_terminated(run.info.run_id)

    assert serve(servers.MLFLOW, folder) == serve(servers.OURS, folder)
    assert "without a server" in str(serve(servers.OURS, folder))


@pytest.mark.parametrize("stamp", ["0584bdc529eb", "of the future"])
def test_a_database_of_another_version_is_refused_in_one_line(written_by_ours, folder, stamp):
    shutil.copy(written_by_ours[0] / "mlflow.db", folder)
    with sqlite3.connect(folder / "mlflow.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [stamp])
    connection.close()
    before = (folder / "mlflow.db").read_bytes()
    ended = subprocess.run(
        [*servers.OURS, "--port", "0", *servers.storage(folder)], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert stamp in ended.stderr and "mlflow db upgrade" in ended.stderr
    assert (folder / "mlflow.db").read_bytes() == before
