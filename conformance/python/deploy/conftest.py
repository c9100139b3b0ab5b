"""What a server in a cluster has beside it."""


import boto3
import postgresql
import pytest
import servers
from moto_server import BUCKET, ENVIRONMENT, start_moto


@pytest.fixture
def s3_server(monkeypatch):
    port = servers.find_free_port()
    url = f"http://127.0.0.1:{port}"
    for name, value in {**ENVIRONMENT, "MLFLOW_S3_ENDPOINT_URL": url}.items():
        monkeypatch.setenv(name, value)
    process = start_moto(port)
    boto3.client("s3", endpoint_url=url).create_bucket(Bucket=BUCKET)
    yield f"s3://{BUCKET}/x"
    process.terminate()
    process.wait()


@pytest.fixture
def database(tmp_path):
    name = postgresql.name_for(tmp_path)
    yield postgresql.create(name)
    postgresql.drop(name)
