"""What deploy/ holds, as far as it can be tried in seconds (conformance/image builds the image): that
Kubernetes takes the manifests, that the flags and variables in them are ours, that the probes are
answered, and that what the image holds starts as a user without rights."""

import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import kubernetes_validate
import pytest
import servers
import yaml

DEPLOY = servers.REPOSITORY / "deploy"
MANIFESTS = [
    document
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text())
]
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
KUBERNETES = "1.33"
# What a registry stores and a machine fetches.
MAX_APP_MB = 20


def manifest(kind):
    return next(document for document in MANIFESTS if document["kind"] == kind)


DEPLOYMENT = manifest("Deployment")
POD = DEPLOYMENT["spec"]["template"]
CONTAINER = POD["spec"]["containers"][0]


@pytest.mark.parametrize("document", MANIFESTS, ids=lambda document: document["kind"])
def test_kubernetes_takes_the_manifest(document):
    kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_the_schema_refuses_what_is_misspelt():
    wrong = {**manifest("Service"), "spec": {"selectors": {}}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_the_parts_find_each_other():
    labels = POD["metadata"]["labels"]
    name = DEPLOYMENT["metadata"]["name"]
    assert DEPLOYMENT["spec"]["selector"]["matchLabels"] == labels
    assert manifest("Service")["spec"]["selector"] == labels
    assert manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    target = manifest("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", name)
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert manifest("Service")["spec"]["ports"][0]["targetPort"] in ports
    assert ports["http"] == int(CONTAINER["args"][CONTAINER["args"].index("--port") + 1])
    assert manifest("PodDisruptionBudget")["spec"]["minAvailable"] < DEPLOYMENT["spec"]["replicas"]


def test_the_pod_has_no_rights_that_it_does_not_need():
    assert POD["spec"]["securityContext"]["runAsNonRoot"] is True
    assert POD["spec"]["automountServiceAccountToken"] is False
    rights = CONTAINER["securityContext"]
    assert rights["readOnlyRootFilesystem"] is True
    assert rights["allowPrivilegeEscalation"] is False
    assert rights["capabilities"] == {"drop": ["ALL"]}


def test_secrets_stand_nowhere():
    assert all(document["kind"] != "Secret" for document in MANIFESTS)
    for variable in CONTAINER["env"]:
        if re.search(r"SECRET|KEY|PASSWORD|URI", variable["name"]):
            assert "secretKeyRef" in variable["valueFrom"], variable["name"]
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD", name):
                assert re.fullmatch(r"\$\{\w+:\?\}", value), name
    assert all(not line.split("=")[1] for line in example_variables() if "PASSWORD" in line)


def test_compose_asks_for_nothing_that_the_example_does_not_name():
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked == {line.split("=")[0] for line in example_variables()}


def example_variables():
    lines = (DEPLOY / "example.env").read_text().splitlines()
    return [match.group(1) for line in lines if (match := re.match(r"(?:# )?([A-Z0-9_]+=\S*)$", line))]


def test_the_flags_and_variables_are_those_of_the_command_line():
    listed = subprocess.run([*servers.OURS, "--help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"--[\w-]+", listed))
    readme = (servers.REPOSITORY / "README.md").read_text()
    commands = [CONTAINER["args"], COMPOSE["services"]["server"]["command"], image_command()]
    for command in commands:
        assert command[0] == "server"
        assert {word for word in command if word.startswith("--")} <= known
    environments = [[variable["name"] for variable in CONTAINER["env"]], COMPOSE["services"]["server"]["environment"]]
    for name in {name for environment in environments for name in environment}:
        assert name.startswith("AWS_") or name == "POD_IP" or f"`{name}`" in readme, name


def image_command():
    command = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.M)
    return yaml.safe_load(command.group(1))


@pytest.fixture(scope="module")
def image():
    """What the image holds: the program in /app, Node beside it; for any user to read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        # The repository's Node, as the image that it is built in has one.
        path = f"{servers.NODE.parent}:{os.environ['PATH']}"
        script = [str(DEPLOY / "assemble.sh"), str(folder / "app")]
        subprocess.run(script, cwd=servers.REPOSITORY, env={**os.environ, "PATH": path}, check=True)
        shutil.copy(servers.NODE, folder / "node")
        yield folder


def test_what_is_added_to_node_is_small(image):
    packed = subprocess.run(["tar", "-cz", "-C", image / "app", "."], capture_output=True, check=True).stdout
    assert len(packed) < MAX_APP_MB * 1e6
    assert (image / "app/node_modules/@aws-sdk/client-s3/package.json").is_file()


def test_what_the_image_holds_serves_and_answers_the_probes(image, tmp_path):
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.M)
    _, program = yaml.safe_load(entry.group(1))
    command = [str(image / "node"), str(image) + program, "server"]
    server = servers.start(command, tmp_path)
    try:
        probes = [CONTAINER[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
        scraped = POD["metadata"]["annotations"]["prometheus.io/path"]
        for path in [*probes, scraped]:
            assert urllib.request.urlopen(server.url + path, timeout=30).status == 200
        assert b"mlflow" in urllib.request.urlopen(server.url, timeout=30).read().lower()
    finally:
        server.stop()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_what_the_image_holds_needs_no_rights_and_no_disk(image, s3_server, database):
    """As in Kubernetes: another user, no folder to write to, runs and files elsewhere."""
    folder = image / "data"
    folder.mkdir()
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    command = [*become, str(image / "node"), str(image / "app/bin/mlflow.js"), "server"]
    server = servers.start(command, folder, database=database, artifacts=["--artifacts-destination", s3_server])
    try:
        file = f"{server.url}/api/2.0/mlflow-artifacts/artifacts/a/b.txt"
        request = urllib.request.Request(file, data=b"x", method="PUT")
        assert urllib.request.urlopen(request, timeout=30).status == 200
        assert urllib.request.urlopen(file, timeout=30).read() == b"x"
        assert urllib.request.urlopen(f"{server.url}/ready", timeout=30).status == 200
    finally:
        server.stop()
    assert [path.name for path in folder.iterdir() if not path.name.startswith("server-")] == []
