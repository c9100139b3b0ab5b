"""Logs a run with a file of every kind that the page shows, and files that are not what they seem.

Prints the experiment and the run.
"""

import base64
import json
import math
import os
import struct
import sys
import tempfile
import wave
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd

# Says where it ran, from wherever it runs.
SCRIPT = "<script>top.ran = 1; parent.ran = 1; window.ran = 1; fetch('/ran')</script>"
MARKUP = f"<img src=/ran onerror=\"fetch('/ran')\">{SCRIPT}"


def write_tables(folder: Path) -> None:
    random = np.random.default_rng(1)
    rows = 5000
    frame = pd.DataFrame(
        {
            "id": range(rows),
            "score": random.permutation(rows) / 8,
            "note": [f"row {row}" for row in range(rows)],
            "long": ["words and more words " * 12] * rows,
            MARKUP: [MARKUP] * rows,
        }
    )
    frame.to_csv(folder / "data.csv", index=False)
    frame.head(3).to_csv(folder / "data.tsv", index=False, sep="\t")
    frame.to_parquet(folder / "data.parquet")
    for compression in ["gzip", "zstd", "brotli"]:
        frame.head(100).to_parquet(folder / f"{compression}.parquet", compression=compression)
    numbers = pd.DataFrame(random.normal(size=(100_000, 10)), columns=list("abcdefghij"))
    numbers["row"] = np.arange(100_000)
    numbers.to_parquet(folder / "large.parquet", row_group_size=5000)
    np.save(folder / "array.npy", np.arange(12, dtype="float32").reshape(3, 4))
    np.savez(folder / "arrays.npz", first=np.zeros(3), second=np.ones(2))


def write_texts(folder: Path) -> None:
    config = {"lr": 0.1, "layers": [{"size": size} for size in range(300)], "deep": {"er": [None]}}
    config |= {"nan": math.nan, "big": 2**53 + 1, MARKUP: MARKUP}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "epochs.jsonl").write_text("\n".join('{"epoch": %d}' % epoch for epoch in range(9)))
    (folder / "train.py").write_text("import mlflow\n\nprint('a')  # says a\n")
    (folder / "log.txt").write_text("\n".join(f"epoch {epoch} of many" for epoch in range(60_000)))
    (folder / "README.md").write_text(
        "# About\n\nSome **bold** text and [a link](https://example.org).\n\n"
        "| metric | value |\n|---|--:|\n| loss | 0.25 |\n\n- [x] trained\n\n"
        f"![the figure](figure.png)\n\n[run](javascript:fetch('/ran')) {MARKUP}\n\n{MARKUP}\n"
    )


def write_figures(folder: Path) -> str:
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot([1, 2, 3])
    for kind in ["png", "pdf", "svg"]:
        figure.savefig(folder / f"figure.{kind}")
    hostile = (folder / "figure.svg").read_text().replace("</svg>", f"{SCRIPT}</svg>")
    (folder / "hostile.svg").write_text(hostile)
    with wave.open(str(folder / "tone.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        samples = (int(9000 * math.sin(at / 5)) for at in range(80_000))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return base64.b64encode((folder / "figure.png").read_bytes()).decode()


def write_notebook(folder: Path, figure: str) -> None:
    def code(source: str, count: int, *outputs: dict) -> dict:
        cell = {"cell_type": "code", "source": source, "execution_count": count}
        return cell | {"outputs": list(outputs), "metadata": {}}

    table = pd.DataFrame({"epoch": [1, 2], "loss": [0.5, 0.25]}).to_html()
    shown = {"output_type": "display_data", "metadata": {}}
    cells = [
        {"cell_type": "markdown", "source": ["# Study\n", "of *losses*"], "metadata": {}},
        code(
            "frame.head()",
            1,
            {"output_type": "stream", "name": "stdout", "text": "\u001b[31mread 2 rows\u001b[0m"},
            shown | {"data": {"text/html": table, "text/plain": "frame"}},
        ),
        code("plot(frame)", 2, shown | {"data": {"image/png": figure}}),
        code("1 / 0", 3, {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "no"}),
    ]
    body = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}}
    (folder / "study.ipynb").write_text(json.dumps(body | {"cells": cells}))
    hostile = [
        {"cell_type": "markdown", "source": MARKUP, "metadata": {}},
        code(MARKUP, 1, shown | {"data": {"text/html": f"<p>framed</p>{MARKUP}"}}),
    ]
    (folder / "hostile.ipynb").write_text(json.dumps(body | {"cells": hostile}))


def write_map(folder: Path) -> None:
    def feature(kind: str, coordinates: list, **properties: object) -> dict:
        geometry = {"type": kind, "coordinates": coordinates}
        return {"type": "Feature", "properties": properties, "geometry": geometry}

    ring = [[5, 50], [12, 50], [12, 47], [5, 50]]
    features = [
        feature("Point", [13.4, 52.5], name="Berlin", people=3_600_000),
        feature("LineString", [[13.4, 52.5], [2.35, 48.85]], name="a way"),
        feature("Polygon", [ring], **{"name": "a field", MARKUP: MARKUP}),
    ]
    content = {"type": "FeatureCollection", "features": features}
    (folder / "zones.geojson").write_text(json.dumps(content))


def write_broken(folder: Path) -> None:
    whole = (folder / "data.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (folder / "damaged.parquet").write_bytes(whole[:200] + bytes(3000) + whole[3200:])
    for name in ["wrong.png", "wrong.json", "wrong.ipynb", "wrong.wav", "wrong.npy", "wrong.pdf"]:
        (folder / name).write_text(MARKUP)
    (folder / "wrong.geojson").write_text('{"type": "Feature"}')
    (folder / "wrong.csv").write_bytes(bytes(range(256)) * 8)
    (folder / "open.csv").write_text('a,b\n1,2\n"never closed,3\n4,5\n')
    for kind in ["txt", "json", "csv", "parquet", "png", "npy", "zip", "pdf", "wav", "ipynb"]:
        (folder / f"empty.{kind}").write_bytes(b"")
    (folder / "deep.json").write_text("[" * 100_000 + "]" * 100_000)
    records = [{"row": row, "text": "x" * 20} for row in range(100_000)]
    (folder / "large.json").write_text(json.dumps({"records": records}))
    (folder / "wide.csv").write_text(f"{','.join(f'c{i}' for i in range(5000))}\n{',' * 4999}\n")
    (folder / "weights.pkl").write_bytes(os.urandom(3000))


def main() -> None:
    mlflow.set_tracking_uri(sys.argv[1])
    mlflow.set_experiment("files of every kind")
    with mlflow.start_run() as run, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder)
        write_texts(folder)
        write_notebook(folder, write_figures(folder))
        write_map(folder)
        write_broken(folder)
        mlflow.log_artifacts(name)
        answers = {"question": ["why?", MARKUP], "answer": ["because", "so"], "score": [0.5, 2]}
        mlflow.log_table(answers, "eval/answers.json")
    print(run.info.experiment_id, run.info.run_id)


if __name__ == "__main__":
    main()
