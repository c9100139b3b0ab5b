"""MLflow's client, whose artifacts a server keeps in a bucket."""

import os
from pathlib import Path

import mlflow
import requests


def test_files_and_folders_go_through_the_server_into_the_bucket(client, run_id, folder, s3):
    tree = folder / "tree"
    (tree / "sub" / "deep").mkdir(parents=True)
    (tree / "a.txt").write_text("a")
    (tree / "sub" / "ü b+c%41.txt").write_text("b")
    (tree / "sub" / "deep" / "empty").write_text("")
    client.log_artifacts(run_id, str(tree), "tree")
    client.log_text(run_id, "text", "note.txt")

    root = client.get_run(run_id).info.artifact_uri
    assert root.startswith("mlflow-artifacts:/")
    below = root.removeprefix("mlflow-artifacts:/")
    assert f"served/{below}/tree/a.txt" in s3.keys("served/")
    assert {(f.path, f.is_dir) for f in client.list_artifacts(run_id, "tree")} == {
        ("tree/a.txt", False),
        ("tree/sub", True),
    }
    copy = Path(client.download_artifacts(run_id, "tree", str(folder)))
    assert (copy / "a.txt").read_text() == "a"
    assert (copy / "sub" / "deep" / "empty").read_text() == ""
    assert mlflow.artifacts.load_text(f"{root}/note.txt") == "text"


def test_a_file_larger_than_a_part_arrives_whole_and_leaves_no_upload(client, run_id, folder, s3):
    large = os.urandom(20_000_000)
    (folder / "large.bin").write_bytes(large)
    client.log_artifact(run_id, str(folder / "large.bin"))
    assert Path(client.download_artifacts(run_id, "large.bin")).read_bytes() == large
    assert s3.uploads() == []


def test_a_part_of_a_file_and_a_run_s_page_come_from_the_bucket(client, run_id, server):
    client.log_text(run_id, "hello world", "a.txt")
    url = f"{server.url}/get-artifact?run_id={run_id}&path=a.txt"
    whole = requests.get(url, timeout=60)
    assert whole.text == "hello world"
    part = requests.get(url, headers={"Range": "bytes=6-8"}, timeout=60)
    assert part.text in ("wor", "hello world")


def test_artifacts_are_deleted(client, run_id, s3):
    client.log_text(run_id, "x", "gone/a.txt")
    client.log_text(run_id, "x", "gone-not/a.txt")
    root = client.get_run(run_id).info.artifact_uri
    repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(root)
    repository.delete_artifacts("gone")
    assert [f.path for f in client.list_artifacts(run_id)] == ["gone-not"]


def test_large_files_go_past_the_server_in_parts(client, run_id, folder, s3, monkeypatch):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", "5242880")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", "5242880")
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", "true")
    large = os.urandom(12_000_000)
    (folder / "large.bin").write_bytes(large)
    client.log_artifact(run_id, str(folder / "large.bin"), "past")
    root = client.get_run(run_id).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    stored = s3.client.get_object(Bucket="artifacts", Key=f"served/{root}/past/large.bin")
    assert stored["Body"].read() == large
    # Of three parts: only what was put together from parts has such a tag.
    assert stored["ETag"].strip('"').endswith("-3")
    assert s3.uploads() == []
    assert Path(client.download_artifacts(run_id, "past/large.bin")).read_bytes() == large


def test_an_upload_in_parts_can_be_given_up(client, run_id, server, s3):
    root = client.get_run(run_id).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    url = f"{server.url}/api/2.0/mlflow-artifacts/mpu"
    body = {"path": "/home/me/a.bin", "num_parts": 2}
    created = requests.post(f"{url}/create/{root}", json=body, timeout=60).json()
    assert [part["part_number"] for part in created["credentials"]] == [1, 2]
    assert len(s3.uploads()) == 1
    body = {"path": "/home/me/a.bin", "upload_id": created["upload_id"]}
    assert requests.post(f"{url}/abort/{root}", json=body, timeout=60).status_code == 200
    assert s3.uploads() == []


def test_giving_up_no_upload_keeps_the_file(client, run_id, server):
    client.log_text(run_id, "kept", "a.txt")
    root = client.get_run(run_id).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    url = f"{server.url}/api/2.0/mlflow-artifacts/mpu"
    body = {"path": "a.txt", "upload_id": ""}
    requests.post(f"{url}/abort/{root}", json=body, timeout=60)
    assert mlflow.artifacts.load_text(f"mlflow-artifacts:/{root}/a.txt") == "kept"


def test_a_signed_url_downloads_a_file(client, run_id, server):
    client.log_text(run_id, "hello", "a b.txt")
    root = client.get_run(run_id).info.artifact_uri.removeprefix("mlflow-artifacts:/")
    signed = requests.get(
        f"{server.url}/api/2.0/mlflow-artifacts/presigned/{root}/a b.txt", timeout=60
    ).json()
    assert signed["file_size"] == 5
    file = requests.get(signed["url"], headers=signed.get("headers"), timeout=60)
    assert file.text == "hello"
    assert "attachment" in file.headers["content-disposition"]
