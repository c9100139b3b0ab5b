"""Starts and ends tracking servers: ours, and MLflow's own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NODE = REPOSITORY / "node_modules/.bin/node"
OURS = [str(NODE), str(REPOSITORY / "packages/cli/bin/mlflow.js"), "server"]
# A client of MLflow 2 is held against MLflow 3.17.2's server too.
MLFLOW = [os.environ.get("MLFLOW_PYTHON", sys.executable), "-m", "mlflow", "server", "--workers", "1"]

START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 8


@dataclass
class Server:
    """A server that runs; its database is `mlflow.db` in `folder`, its artifacts are beside it."""

    url: str
    folder: Path
    process: subprocess.Popen

    def stop(self) -> None:
        """Ends it as an operator does, and makes sure that it has."""
        # MLflow's parent does not always pass a signal on, so its whole group gets it.
        os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_TIMEOUT_S)
        end_group(self.process.pid)


def start(
    command: list[str],
    folder: Path,
    port: int | None = None,
    database: str | None = None,
    artifacts: list[str] | None = None,
) -> Server:
    """`artifacts`: the flags that name where artifacts are, instead of a folder beside the database."""
    port = port or find_free_port()
    uri = database or database_uri(folder)
    # MLflow's default driver is not the one that its users install.
    uri = with_driver(uri) if command == MLFLOW else uri
    arguments = ["--host", "127.0.0.1", "--port", str(port), *storage(folder, uri, artifacts)]
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", folder, process)
    deadline = time.monotonic() + START_TIMEOUT_S
    while not is_healthy(server.url):
        if process.poll() is not None or time.monotonic() > deadline:
            end_group(process.pid)
            raise RuntimeError(f"{command} did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.05)
    return server


def with_driver(uri: str) -> str:
    return uri.replace("postgresql:", "postgresql+psycopg2:").replace("mysql:", "mysql+pymysql:")


def storage(folder: Path, database: str | None = None, artifacts: list[str] | None = None) -> list[str]:
    """The flags of both servers that name where everything is kept."""
    artifacts = artifacts or ["--artifacts-destination", str(folder / "mlartifacts")]
    return ["--backend-store-uri", database or database_uri(folder), *artifacts]


def database_uri(folder: Path) -> str:
    return f"sqlite:///{folder / 'mlflow.db'}"


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_and_fail(command: list[str], folder: Path, destination: str, secret: str) -> str:
    """The one line with which a server refuses to start; `secret` is in none of its output."""
    arguments = ["--port", str(find_free_port()), *storage(folder, artifacts=["--artifacts-destination", destination])]
    ended = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    assert secret not in ended.stderr + ended.stdout
    return lines[0]


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def end_group(group: int) -> None:
    # Where nothing of the group is left there is nothing to end.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
