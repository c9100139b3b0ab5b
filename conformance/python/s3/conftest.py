"""Servers under test that keep artifacts in a bucket."""

import os

import boto3
import pytest
import servers
from moto_server import BUCKET, ENVIRONMENT, S3, start_moto


@pytest.fixture(scope="session")
def s3():
    port = servers.find_free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ.update(ENVIRONMENT, MLFLOW_S3_ENDPOINT_URL=url)
    process = start_moto(port)
    client = boto3.client("s3", endpoint_url=url)
    client.create_bucket(Bucket=BUCKET)
    yield S3(url, client, process)
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def server(command, s3, tmp_path_factory):
    """Serves the artifacts below a prefix of the bucket."""
    artifacts = ["--artifacts-destination", f"s3://{BUCKET}/served"]
    server = servers.start(command, tmp_path_factory.mktemp("served"), artifacts=artifacts)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def direct_server(command, s3, tmp_path_factory):
    """Hands out addresses in the bucket, where clients go by themselves."""
    artifacts = ["--no-serve-artifacts", "--default-artifact-root", f"s3://{BUCKET}/direct/"]
    server = servers.start(command, tmp_path_factory.mktemp("direct"), artifacts=artifacts)
    yield server
    server.stop()
