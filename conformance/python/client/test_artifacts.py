import json
import random
from pathlib import Path

import matplotlib.pyplot as plt
import mlflow
import numpy
import pandas
import pytest
import yaml
from mlflow.exceptions import MlflowException

BYTES = bytes(range(256)) * 4


def list_files(client, run_id, path=None):
    return [(one.path, one.is_dir, one.file_size) for one in client.list_artifacts(run_id, path)]


def download(client, run_id, path):
    return Path(client.download_artifacts(run_id, path)).read_bytes()


def test_a_file_is_logged_listed_and_read_back(client, run_id, folder):
    (folder / "data.bin").write_bytes(BYTES)
    client.log_artifact(run_id, "data.bin")
    client.log_artifact(run_id, "data.bin", "deep/er")
    assert list_files(client, run_id) == [("data.bin", False, 1024), ("deep", True, None)]
    assert list_files(client, run_id, "deep") == [("deep/er", True, None)]
    assert list_files(client, run_id, "deep/er") == [("deep/er/data.bin", False, 1024)]
    assert list_files(client, run_id, "deep/er/data.bin") == []
    assert list_files(client, run_id, "not there") == []
    assert download(client, run_id, "deep/er/data.bin") == BYTES


def test_a_folder_is_logged_and_comes_back_whole(client, run_id, folder):
    files = {"a.txt": b"a", "b/c.txt": b"c", "b/d/e.bin": BYTES, "b/empty": b""}
    for name, content in files.items():
        path = folder / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    client.log_artifacts(run_id, "tree", "copy")
    came = Path(client.download_artifacts(run_id, "copy", str(folder)))
    assert {str(one.relative_to(came)): one.read_bytes() for one in came.rglob("*") if one.is_file()} == files
    everything = Path(client.download_artifacts(run_id, ""))
    assert (everything / "copy/b/c.txt").read_bytes() == b"c"


def test_a_file_logged_again_is_replaced(client, run_id):
    client.log_text(run_id, "a long first text", "note.txt")
    client.log_text(run_id, "second", "note.txt")
    assert download(client, run_id, "note.txt") == b"second"
    assert list_files(client, run_id) == [("note.txt", False, 6)]


@pytest.mark.parametrize(
    "path", ["a b.txt", "ä😀/ü.txt", "100%.txt", "a+b=c&d.txt", "it's (1) [x].txt", ".hidden"]
)
def test_names_of_all_kinds_are_kept(client, run_id, path):
    client.log_text(run_id, "text", path)
    folder = path.rpartition("/")[0]
    assert list_files(client, run_id, folder or None) == [(path, False, 4)]
    assert download(client, run_id, path) == b"text"


def test_texts_and_dictionaries_are_read_back_by_their_address(client, experiment_id):
    value = {"ä": [1, 2.5, None], "nested": {"yes": True}}
    with mlflow.start_run() as run:
        mlflow.log_text("<b>ä</b>", "page.html")
        mlflow.log_dict(value, "value.json")
        mlflow.log_dict(value, "value.yaml")
        uri = mlflow.get_artifact_uri("page.html")
    assert uri == f"{run.info.artifact_uri}/page.html"
    assert mlflow.artifacts.load_text(uri) == "<b>ä</b>"
    assert mlflow.artifacts.load_dict(f"runs:/{run.info.run_id}/value.json") == value
    assert yaml.safe_load(mlflow.artifacts.load_text(f"{run.info.artifact_uri}/value.yaml")) == value


def test_figures_and_images_are_kept_as_drawn(client, experiment_id):
    pixels = numpy.random.default_rng(1).integers(0, 256, (12, 9, 3), dtype=numpy.uint8)
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    with mlflow.start_run() as run:
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_image(pixels, "pixels.png")
        mlflow.log_image(pixels, key="sample", step=3, timestamp=1000)
        mlflow.flush_artifact_async_logging()
    plt.close(figure)
    assert download(client, run.info.run_id, "plots/line.png").startswith(b"\x89PNG")
    read = mlflow.artifacts.load_image(f"{run.info.artifact_uri}/pixels.png")
    assert numpy.array_equal(numpy.asarray(read)[:, :, :3], pixels)
    images = [one.path for one in client.list_artifacts(run.info.run_id, "images")]
    assert len(images) == 2  # the image and its thumbnail
    for image in images:
        assert "sample" in image and download(client, run.info.run_id, image)


def test_a_table_grows_by_what_is_logged_to_it(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_table({"question": ["a", "b"], "score": [1, 2]}, "table.json")
        mlflow.log_table(pandas.DataFrame({"question": ["ä"], "score": [3]}), "table.json")
    table = mlflow.load_table("table.json", run_ids=[run.info.run_id], extra_columns=["run_id"])
    assert list(table["question"]) == ["a", "b", "ä"]
    assert list(table["score"]) == [1, 2, 3]
    assert set(table["run_id"]) == {run.info.run_id}
    logged = json.loads(client.get_run(run.info.run_id).data.tags["mlflow.loggedArtifacts"])
    assert logged == [{"path": "table.json", "type": "table"}]


def test_artifacts_are_downloaded_by_run_and_by_address(client, experiment_id, folder):
    with mlflow.start_run() as run:
        mlflow.log_text("one", "a/one.txt")
        mlflow.log_text("two", "a/two.txt")
    (folder / "by run").mkdir()
    by_run = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path="a", dst_path=str(folder / "by run")
    )
    by_uri = mlflow.artifacts.download_artifacts(f"{run.info.artifact_uri}/a/two.txt")
    assert sorted(one.name for one in Path(by_run).iterdir()) == ["one.txt", "two.txt"]
    assert Path(by_uri).read_text() == "two"
    listed = mlflow.artifacts.list_artifacts(run_id=run.info.run_id, artifact_path="a")
    assert [one.path for one in listed] == ["a/one.txt", "a/two.txt"]


def test_artifacts_are_deleted_alone_and_in_folders(client, experiment_id):
    with mlflow.start_run() as run:
        for path in ["a/one.txt", "a/two.txt", "b/three.txt"]:
            mlflow.log_text(path, path)
    repository = mlflow.artifacts.get_artifact_repository(run.info.artifact_uri)
    repository.delete_artifacts("a/one.txt")
    assert list_files(client, run.info.run_id, "a") == [("a/two.txt", False, 9)]
    repository.delete_artifacts("b")
    assert list_files(client, run.info.run_id) == [("a", True, None)]


def test_what_is_not_there_is_an_error(client, run_id):
    with pytest.raises(Exception, match="404|not found|No such|[Ff]ail"):
        client.download_artifacts(run_id, "nothing.txt")


@pytest.mark.parametrize("path", ["../up.txt", "/etc/passwd", "a/../../up.txt"])
def test_a_path_that_leaves_the_run_is_refused(client, run_id, path):
    with pytest.raises(MlflowException):
        client.log_text(run_id, "text", path)
    assert list_files(client, run_id) == []


def test_a_large_file_is_the_same_in_parts_or_in_one(client, run_id, folder, monkeypatch):
    content = random.Random(1).randbytes(12 * 2**20 + 1)
    (folder / "large.bin").write_bytes(content)
    client.log_artifact(run_id, "large.bin", "in one")
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(2**20))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * 2**20))
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE", str(2**20))
    monkeypatch.setenv("MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE", str(5 * 2**20))
    client.log_artifact(run_id, "large.bin", "in parts")
    assert list_files(client, run_id, "in parts") == [("in parts/large.bin", False, len(content))]
    assert download(client, run_id, "in parts/large.bin") == content
    assert download(client, run_id, "in one/large.bin") == content
