"""What people are told when a cloud can't be used: our server only, MLflow's own answers 500."""

import time

import pytest
import requests
import servers
from cloud_emulators import start_emulator

pytestmark = pytest.mark.skipif("config.getoption('--server') != 'ours'")


def test_a_server_does_not_start_without_its_bucket(command, cloud, folder):
    line = servers.start_and_fail(command, folder, cloud.no_such_bucket, cloud.secret)
    assert "'no-such-bucket'" in line
    assert cloud.url in line
    assert "has no such" in line


def test_a_cloud_that_is_away_for_a_while_is_503_and_then_there_again(command, kind, folder, monkeypatch):
    cloud = kind(servers.find_free_port())
    for variable, value in cloud.environment.items():
        monkeypatch.setenv(variable, value)
    line = servers.start_and_fail(command, folder, cloud.uri, cloud.secret)
    assert f"'artifacts' at {cloud.url} can't be reached (ECONNREFUSED)" in line

    emulator = start_emulator(cloud)
    server = servers.start(command, folder, artifacts=["--artifacts-destination", f"{cloud.uri}/p"])
    file = f"{server.url}/api/2.0/mlflow-artifacts/artifacts/a/b.txt"
    try:
        assert requests.put(file, data=b"x", timeout=60).status_code == 200
        assert requests.get(f"{server.url}/ready", timeout=60).status_code == 200
        emulator.terminate()
        emulator.wait()
        for answer in (
            requests.get(file, timeout=60),
            requests.put(file, data=b"y", timeout=60),
            requests.delete(file, timeout=60),
            requests.get(f"{server.url}/ready", timeout=60),
        ):
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert cloud.secret not in answer.text
        assert requests.get(f"{server.url}/health", timeout=60).status_code == 200
        emulator = start_emulator(cloud)
        deadline = time.monotonic() + 30
        while requests.get(f"{server.url}/ready", timeout=60).status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert requests.put(file, data=b"y", timeout=60).status_code == 200
        assert requests.get(file, timeout=60).text == "y"
        logs = "".join(log.read_text() for log in folder.glob("server-*.log"))
        assert "ECONNREFUSED" in logs
        assert cloud.secret not in logs
    finally:
        server.stop()
        emulator.terminate()
        emulator.wait()
