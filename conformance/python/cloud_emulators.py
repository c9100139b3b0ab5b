"""Emulators of Google's and Azure's storage."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

import servers

BUCKET = "artifacts"
# Of all emulators of Azure's; Microsoft has published its key.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
# It answers one request after the other; without room for those that wait, some take seconds.
GCS_START = (
    "from http.server import HTTPServer; HTTPServer.request_queue_size = 128;"
    "from gcp_storage_emulator.__main__ import main; main()"
)


@dataclass
class Gcs:
    port: int
    uri = f"gs://{BUCKET}"
    secret = "PRIVATE KEY"
    no_such_bucket = "gs://no-such-bucket/x"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        return {"STORAGE_EMULATOR_HOST": self.url}

    @property
    def command(self):
        start = ["start", "--port", str(self.port), "--host", "127.0.0.1", "--in-memory", "--default-bucket", BUCKET]
        return [sys.executable, "-c", GCS_START, *start]

    def make_bucket(self):
        """The emulator has made it."""

    def keys(self, prefix):
        from google.auth.credentials import AnonymousCredentials
        from google.cloud import storage

        client = storage.Client(
            project="test", credentials=AnonymousCredentials(), client_options={"api_endpoint": self.url}
        )
        return [blob.name for blob in client.list_blobs(BUCKET, prefix=prefix)]


@dataclass
class Azure:
    port: int
    uri = f"wasbs://{BUCKET}@{ACCOUNT}.blob.core.windows.net"
    secret = KEY
    no_such_bucket = f"wasbs://no-such-bucket@{ACCOUNT}.blob.core.windows.net/x"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def connection_string(self):
        account = f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY}"
        return f"{account};BlobEndpoint={self.url}/{ACCOUNT};"

    @property
    def environment(self):
        return {"AZURE_STORAGE_CONNECTION_STRING": self.connection_string}

    @property
    def command(self):
        options = ["--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent"]
        return [str(servers.NODE), os.environ["AZURITE"], "--blobPort", str(self.port), *options]

    def make_bucket(self):
        self._service().create_container(BUCKET)

    def keys(self, prefix):
        container = self._service().get_container_client(BUCKET)
        return [blob.name for blob in container.list_blobs(name_starts_with=prefix)]

    def _service(self):
        from azure.storage.blob import BlobServiceClient

        return BlobServiceClient.from_connection_string(self.connection_string)


def start_emulator(cloud):
    process = subprocess.Popen(cloud.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + servers.START_TIMEOUT_S
    while not servers.is_listening(cloud.port):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError(f"{cloud.command} did not start")
        time.sleep(0.1)
    cloud.make_bucket()
    return process
