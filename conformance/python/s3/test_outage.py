"""What people are told when the bucket can't be used: our server only, MLflow's own answers 500."""

import time

import boto3
import pytest
import requests
import servers
from moto_server import BUCKET, SECRET, start_moto

pytestmark = pytest.mark.skipif("config.getoption('--server') != 'ours'")


def test_a_server_does_not_start_without_its_bucket(command, s3, folder):
    line = servers.start_and_fail(command, folder, "s3://no-such-bucket/x", SECRET)
    assert "'no-such-bucket'" in line
    assert s3.url in line
    assert "no such bucket" in line


def test_a_server_does_not_start_while_its_storage_is_away(command, s3, folder, monkeypatch):
    url = f"http://127.0.0.1:{servers.find_free_port()}"
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", url)
    line = servers.start_and_fail(command, folder, f"s3://{BUCKET}", SECRET)
    assert f"The bucket '{BUCKET}' at {url} can't be reached (ECONNREFUSED)" in line


def test_a_server_does_not_start_without_credentials(command, s3, folder, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(folder))
    line = servers.start_and_fail(command, folder, f"s3://{BUCKET}", SECRET)
    assert "credentials" in line


def test_a_server_says_that_it_cant_show_a_bucket_where_clients_write_themselves(command, s3, folder):
    artifacts = ["--no-serve-artifacts", "--default-artifact-root", "s3://no-such-bucket/x"]
    server = servers.start(command, folder, artifacts=artifacts)
    log = next(folder.glob("server-*.log"))
    deadline = time.monotonic() + 30
    while "the page can't show these artifacts" not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    server.stop()
    assert "mlflow: The bucket 'no-such-bucket' at" in log.read_text()
    assert SECRET not in log.read_text()


def test_a_bucket_that_is_away_for_a_while_is_503_and_then_there_again(command, s3, folder, monkeypatch):
    port = servers.find_free_port()
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", url)
    moto = start_moto(port)
    boto3.client("s3", endpoint_url=url).create_bucket(Bucket=BUCKET)
    server = servers.start(command, folder, artifacts=["--artifacts-destination", f"s3://{BUCKET}/p"])
    file = f"{server.url}/api/2.0/mlflow-artifacts/artifacts/a/b.txt"
    try:
        assert requests.put(file, data=b"x", timeout=60).status_code == 200
        assert requests.get(f"{server.url}/ready", timeout=60).status_code == 200
        moto.terminate()
        moto.wait()
        for answer in (
            requests.get(file, timeout=60),
            requests.put(file, data=b"y", timeout=60),
            requests.delete(file, timeout=60),
            requests.get(f"{server.url}/ready", timeout=60),
        ):
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert SECRET not in answer.text
        assert requests.get(f"{server.url}/health", timeout=60).status_code == 200
        moto = start_moto(port)
        boto3.client("s3", endpoint_url=url).create_bucket(Bucket=BUCKET)
        deadline = time.monotonic() + 30
        while requests.get(f"{server.url}/ready", timeout=60).status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert requests.put(file, data=b"y", timeout=60).status_code == 200
        assert requests.get(file, timeout=60).text == "y"
        logs = "".join(log.read_text() for log in folder.glob("server-*.log"))
        assert "ECONNREFUSED" in logs
        assert SECRET not in logs
    finally:
        server.stop()
        moto.terminate()
        moto.wait()
