"""Draws the cost curves that `npm run bench -- --scale --json scale.json` wrote, as one SVG.

    python bench/scale/draw.py scale.json docs/images/scaling.svg

Needs matplotlib, which MLflow brings. A panel for each operation, both axes logarithmic; a hollow
mark at the upper edge is a request that did not finish within the limit.
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
# Text stays text, and the same figures make the same file.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "mlflow-ts", "font.size": 9})
from matplotlib import pyplot as plt  # noqa: E402

TITLES = {
    "search": "search: two metrics and a param",
    "first-page": "first 100 runs by a metric",
    "last-page": "last 100 runs by a metric",
    "wide-page": "1,000 whole runs",
    "many-keys": "a run of 10,000 metrics",
    "chart": "a metric at 320 places",
    "own-chart": "the same with extremes, ours",
    "history-first": "first 25,000 points",
    "history-last": "last 25,000 points",
    "log-metric": "log-metric, p99",
    "log-metric-beside-search": "log-metric beside searches, p99",
}
OF_POINTS = ("chart", "own-chart", "history-first", "history-last")
SERIES = {
    ("ours", "sqlite"): ("mlflow-ts, SQLite", "#0b6bcb", "-"),
    ("ours", "postgresql"): ("mlflow-ts, PostgreSQL", "#12805c", "-"),
    ("mlflow", "sqlite"): ("MLflow, SQLite", "#c0392b", "--"),
    ("mlflow", "postgresql"): ("MLflow, PostgreSQL", "#b8860b", "--"),
}
COLUMNS = 4


def draw(result: dict, path: str) -> None:
    figures, limit = result["figures"], result["limitMs"]
    rows = -(-(len(TITLES) + 1) // COLUMNS)
    sheet, panels = plt.subplots(rows, COLUMNS, figsize=(13, 3 * rows), layout="constrained")
    cells = list(panels.flat)
    for cell, (operation, title) in zip(cells, TITLES.items(), strict=False):
        for (server, database), (label, color, line) in SERIES.items():
            own = sorted(
                (figure["size"], figure.get("ms"))
                for figure in figures
                if (figure["operation"], figure["server"], figure["database"])
                == (operation, server, database)
            )
            done = [(size, ms) for size, ms in own if ms is not None]
            missed = [size for size, ms in own if ms is None]
            xs, ys = zip(*done, strict=True) if done else ([], [])
            cell.plot(xs, ys, line, color=color, marker="o", label=label)
            cell.plot(missed, [limit] * len(missed), "^", color=color, fillstyle="none")
        cell.set(title=title, xscale="log", yscale="log", ylim=(0.5, limit * 1.6))
        cell.set_xlabel("points" if operation in OF_POINTS else "runs")
        cell.set_ylabel("ms")
        cell.minorticks_off()
        cell.grid(alpha=0.3)
    for cell in cells[len(TITLES) :]:
        cell.axis("off")
    handles, labels = cells[0].get_legend_handles_labels()
    cells[len(TITLES)].legend(handles, labels, loc="center", frameon=False)
    # Readable on a dark page too.
    sheet.patch.set_facecolor("white")
    sheet.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        draw(json.load(file), target)
