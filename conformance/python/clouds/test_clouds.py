"""MLflow's client, whose artifacts a server keeps in Google's or Azure's storage."""

import os
from pathlib import Path

import mlflow
import mlflow.pyfunc
import requests
from mlflow import MlflowClient


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[int]) -> list[int]:
        return [2 * number for number in model_input]


def test_files_and_folders_go_through_the_server_into_the_bucket(client, run_id, folder, cloud):
    tree = folder / "tree"
    (tree / "sub").mkdir(parents=True)
    (tree / "a.txt").write_text("a")
    (tree / "sub" / "ü b+c%41.txt").write_text("b")
    (tree / "sub" / "empty").write_text("")
    client.log_artifacts(run_id, str(tree), "tree")
    root = client.get_run(run_id).info.artifact_uri
    below = root.removeprefix("mlflow-artifacts:/")
    assert f"served/{below}/tree/a.txt" in cloud.keys("served/")
    assert {(f.path, f.is_dir) for f in client.list_artifacts(run_id, "tree")} == {
        ("tree/a.txt", False),
        ("tree/sub", True),
    }
    copy = Path(client.download_artifacts(run_id, "tree", str(folder)))
    assert (copy / "a.txt").read_text() == "a"
    assert (copy / "sub" / "empty").read_text() == ""


def test_a_large_file_arrives_whole(client, run_id, folder):
    large = os.urandom(20_000_000)
    (folder / "large.bin").write_bytes(large)
    client.log_artifact(run_id, str(folder / "large.bin"))
    assert Path(client.download_artifacts(run_id, "large.bin")).read_bytes() == large


def test_a_large_file_goes_past_the_server_in_parts_where_that_can_be(
    client, run_id, folder, monkeypatch
):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", "5242880")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", "5242880")
    large = os.urandom(12_000_000)
    (folder / "large.bin").write_bytes(large)
    client.log_artifact(run_id, str(folder / "large.bin"), "past")
    assert Path(client.download_artifacts(run_id, "past/large.bin")).read_bytes() == large


def test_a_model_is_logged_and_loaded(client, experiment_id):
    with mlflow.start_run():
        logged = mlflow.pyfunc.log_model(name="doubler", python_model=Doubler())
    assert mlflow.pyfunc.load_model(logged.model_uri).predict([1, 2]) == [2, 4]


def test_artifacts_are_deleted(client, run_id):
    client.log_text(run_id, "x", "gone/a.txt")
    client.log_text(run_id, "x", "gone-not/a.txt")
    root = client.get_run(run_id).info.artifact_uri
    repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(root)
    repository.delete_artifacts("gone")
    assert [f.path for f in client.list_artifacts(run_id)] == ["gone-not"]


def test_what_the_client_stores_in_the_bucket_itself_the_server_lists(direct_server, cloud, name):
    client = MlflowClient(direct_server.url)
    run_id = client.create_run(client.create_experiment(name)).info.run_id
    client.log_text(run_id, "hello", "plots/note.txt")
    root = client.get_run(run_id).info.artifact_uri
    assert root.startswith(f"{cloud.uri}/direct/")
    listed = requests.get(
        f"{direct_server.url}/api/2.0/mlflow/artifacts/list",
        params={"run_id": run_id, "path": "plots"},
        timeout=60,
    ).json()
    assert listed["files"] == [{"path": "plots/note.txt", "is_dir": False, "file_size": 5}]
    file = requests.get(
        f"{direct_server.url}/get-artifact",
        params={"run_id": run_id, "path": "plots/note.txt"},
        timeout=60,
    )
    assert file.text == "hello"
