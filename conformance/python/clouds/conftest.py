"""Servers under test that keep artifacts in an emulator of Google's or Azure's storage."""

import os

import pytest
import servers
from cloud_emulators import Azure, Gcs, start_emulator


@pytest.fixture(scope="session", params=[Gcs, Azure])
def kind(request):
    if request.param is Azure and "AZURITE" not in os.environ:
        pytest.skip("AZURITE names no main.js of Azurite")
    return request.param


@pytest.fixture(scope="session")
def cloud(kind):
    cloud = kind(servers.find_free_port())
    os.environ.update(cloud.environment)
    process = start_emulator(cloud)
    yield cloud
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def server(command, cloud, tmp_path_factory):
    """Serves the artifacts below a prefix of the bucket."""
    artifacts = ["--artifacts-destination", f"{cloud.uri}/served"]
    server = servers.start(command, tmp_path_factory.mktemp("served"), artifacts=artifacts)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def direct_server(command, cloud, tmp_path_factory):
    """Hands out addresses in the bucket, where clients go by themselves."""
    artifacts = ["--no-serve-artifacts", "--default-artifact-root", f"{cloud.uri}/direct"]
    server = servers.start(command, tmp_path_factory.mktemp("direct"), artifacts=artifacts)
    yield server
    server.stop()
