"""MLflow's client, which goes to the bucket itself: the server only hands out where."""

import mlflow
import pytest
import requests
from mlflow import MlflowClient


@pytest.fixture
def client(direct_server):
    mlflow.set_tracking_uri(direct_server.url)
    return MlflowClient(direct_server.url)


def test_the_client_stores_in_the_bucket_and_the_server_lists_it(client, run_id, direct_server, s3):
    client.log_text(run_id, "hello", "plots/note.txt")
    root = client.get_run(run_id).info.artifact_uri
    assert root.startswith("s3://artifacts/direct/")
    assert s3.keys(root.removeprefix("s3://artifacts/")) != []

    # What the page asks.
    listed = requests.get(
        f"{direct_server.url}/api/2.0/mlflow/artifacts/list",
        params={"run_id": run_id, "path": "plots"},
        timeout=60,
    ).json()
    assert listed == {
        "root_uri": root,
        "files": [{"path": "plots/note.txt", "is_dir": False, "file_size": 5}],
    }
    file = requests.get(
        f"{direct_server.url}/get-artifact",
        params={"run_id": run_id, "path": "plots/note.txt"},
        timeout=60,
    )
    assert file.text == "hello"


def test_signed_urls_upload_and_download(client, run_id, direct_server):
    url = f"{direct_server.url}/api/2.0/mlflow/artifacts"
    body = {"run_id": run_id, "path": "signed/a.txt"}
    up = requests.post(f"{url}/presigned-upload-url", json=body, timeout=60).json()
    stored = requests.put(up["presigned_url"], data=b"hello", headers=up["headers"], timeout=60)
    assert stored.status_code == 200
    down = requests.post(f"{url}/presigned-download-url", json=body, timeout=60).json()
    assert int(down["file_size"]) == 5
    assert requests.get(down["presigned_url"], timeout=60).text == "hello"
