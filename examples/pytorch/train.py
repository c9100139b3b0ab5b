"""Trains small networks on drawn digits and logs everything to a tracking server.

    python train.py                               # logs to http://127.0.0.1:8080
    python train.py --tracking-uri http://host:5000 --experiment digits

It works with MLflow 2 and MLflow 3, needs no download, and takes under half a minute on a CPU.
The README.md beside it says what to look at afterwards.
"""

import argparse
import io
import os
import signal
import subprocess
import sys
import time
import traceback

import matplotlib

matplotlib.use("Agg")  # Draw into files: a training machine has no screen.

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import torch
from mlflow import MlflowClient
from torch import nn

CLASSES = 10
EPOCHS = 8
TEST_SIZE = 400

# Which strokes of a seven-segment display are lit for each digit, and where they lie in 8x6 pixels.
LIT = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg"]
STROKES = {
    "a": (slice(0, 1), slice(1, 5)),
    "b": (slice(1, 4), slice(5, 6)),
    "c": (slice(4, 7), slice(5, 6)),
    "d": (slice(7, 8), slice(1, 5)),
    "e": (slice(4, 7), slice(0, 1)),
    "f": (slice(1, 4), slice(0, 1)),
    "g": (slice(4, 5), slice(1, 5)),
}


def draw_digits(count: int, noise: float, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draws noisy digits at shifting places: images of 10x10 pixels, and which digit each is."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, CLASSES, count)
    images = random.normal(0, noise, (count, 10, 10)).astype(np.float32)
    for image, label in zip(images, labels):
        top, left = random.integers(0, 3), random.integers(0, 5)
        glyph = image[top : top + 8, left : left + 6]
        for stroke in LIT[label]:
            glyph[STROKES[stroke]] += 1
    return torch.from_numpy(images), torch.from_numpy(labels)


def build_network(hidden: int, dropout: float) -> nn.Module:
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(100, hidden),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.Linear(hidden, CLASSES),
    )


def train(params: dict, epochs: int = EPOCHS) -> nn.Module:
    """Trains one network and logs the loss and accuracy of every epoch."""
    torch.manual_seed(params["seed"])
    images, labels = draw_digits(params["train_size"], params["noise"], seed=1)
    test_images, test_labels = draw_digits(TEST_SIZE, params["noise"], seed=2)
    network = build_network(params["hidden"], params["dropout"])
    optimizer = getattr(torch.optim, params["optimizer"])(network.parameters(), lr=params["lr"])
    loss_of = nn.CrossEntropyLoss()

    for epoch in range(epochs):
        network.train()
        total = 0.0
        for batch in torch.randperm(len(images)).split(params["batch_size"]):
            optimizer.zero_grad()
            loss = loss_of(network(images[batch]), labels[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        network.eval()
        with torch.no_grad():
            guesses = network(test_images)
        train_loss = total / len(images)
        mlflow.log_metric("train_loss", train_loss, step=epoch)
        mlflow.log_metric("val_loss", loss_of(guesses, test_labels).item(), step=epoch)
        mlflow.log_metric("val_accuracy", accuracy(guesses, test_labels), step=epoch)
        if not np.isfinite(train_loss):
            raise RuntimeError(f"The loss is {train_loss} in epoch {epoch}: lower the learning rate")
    return network


def accuracy(guesses: torch.Tensor, labels: torch.Tensor) -> float:
    return (guesses.argmax(dim=1) == labels).float().mean().item()


def log_confusion(network: nn.Module, noise: float) -> float:
    """Logs which digit was taken for which, as an image and as a page; answers the accuracy."""
    images, labels = draw_digits(TEST_SIZE, noise, seed=3)
    with torch.no_grad():
        guesses = network(images)
    counts = np.zeros((CLASSES, CLASSES), dtype=int)
    np.add.at(counts, (labels.numpy(), guesses.argmax(dim=1).numpy()), 1)

    figure, axes = plt.subplots(figsize=(4, 4))
    axes.imshow(counts, cmap="Blues")
    axes.set(xlabel="taken for", ylabel="digit", xticks=range(CLASSES), yticks=range(CLASSES))
    figure.tight_layout()
    mlflow.log_figure(figure, "plots/confusion.png")
    svg = io.StringIO()
    figure.savefig(svg, format="svg")
    plt.close(figure)
    # The drawing alone, without what makes a file of its own of it.
    drawing = svg.getvalue()[svg.getvalue().index("<svg") :]

    rows = "".join(
        f"<tr><th>{digit}</th>{''.join(f'<td>{count}</td>' for count in row)}</tr>"
        for digit, row in enumerate(counts)
    )
    page = f"<h1>Confusion</h1>{drawing}<table>{rows}</table>"
    mlflow.log_text(page, "plots/confusion.html")
    return accuracy(guesses, labels)


def log_and_reload_model(network: nn.Module) -> None:
    """Logs the network, loads it back from the server and checks that it predicts the same."""
    images, _ = draw_digits(16, noise=0.3, seed=4)
    # MLflow 2 keeps the model among the run's artifacts; MLflow 3 gives it a place of its own.
    is_in_run = int(mlflow.__version__.split(".")[0]) < 3
    # MLflow 3 stores a traced graph instead of a pickle and needs an example to trace it with.
    # MLflow 2 only adds the model's signature from it.
    logged = mlflow.pytorch.log_model(
        network,
        **{"artifact_path" if is_in_run else "name": "model"},
        input_example=images.numpy(),
        pip_requirements=[f"torch=={torch.__version__}"],
    )
    uri = mlflow.get_artifact_uri("model") if is_in_run else logged.model_uri
    reloaded = mlflow.pytorch.load_model(uri)
    with torch.no_grad():
        difference = (reloaded(images) - network(images)).abs().max().item()
    mlflow.log_metric("reload_difference", difference)
    mlflow.set_tag("model_uri", uri)
    assert difference < 1e-5, f"the model loaded from {uri} predicts otherwise by {difference}"


def run_training(name: str, params: dict) -> None:
    """One named run: params first, metrics while it trains, results and the model at the end."""
    with mlflow.start_run(run_name=name):
        mlflow.log_params(params)
        try:
            network = train(params)
        except Exception:
            # The run's page says why it failed; without this tag it knows only that it did.
            mlflow.set_tag("mlflow-ts.error", traceback.format_exc())
            raise
        mlflow.log_metric("test_accuracy", log_confusion(network, params["noise"]))
        mlflow.log_metric("weights", sum(p.numel() for p in network.parameters()))
        log_and_reload_model(network)


def train_until_killed(name: str, params: dict) -> None:
    """A training that somebody has to stop. A polite stop (SIGTERM) is written down as KILLED."""

    def stop(*_) -> None:
        mlflow.end_run("KILLED")
        os._exit(1)

    signal.signal(signal.SIGTERM, stop)
    with mlflow.start_run(run_name=name):
        mlflow.log_params(params)
        train(params, epochs=1)
        print("ready", flush=True)
        time.sleep(600)  # Stands for the long rest of a training.


def start_in_background(arguments: argparse.Namespace, name: str) -> subprocess.Popen:
    command = [sys.executable, __file__, "--until-killed", name]
    command += ["--tracking-uri", arguments.tracking_uri, "--experiment", arguments.experiment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill(child: subprocess.Popen, how: signal.Signals) -> None:
    """Waits until the child has logged its first epoch, then stops it."""
    assert child.stdout is not None
    assert any(line.strip() == "ready" for line in child.stdout), "the child never trained"
    child.send_signal(how)
    child.wait()


def find_or_create_experiment(name: str) -> str:
    experiment = MlflowClient().get_experiment_by_name(name)
    return experiment.experiment_id if experiment else MlflowClient().create_experiment(name)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train on drawn digits, log to MLflow's API.")
    default_uri = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:8080")
    parser.add_argument("--tracking-uri", default=default_uri)
    parser.add_argument("--experiment", default="pytorch digits")
    parser.add_argument("--until-killed", metavar="NAME", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    mlflow.set_tracking_uri(arguments.tracking_uri)
    mlflow.set_experiment(experiment_id=find_or_create_experiment(arguments.experiment))
    mlflow.autolog(disable=True)
    torch.set_num_threads(1)  # Networks this small only get slower with more.

    params = {
        "optimizer": "SGD",
        "lr": 0.1,
        "batch_size": 64,
        "hidden": 64,
        "dropout": 0.1,
        "noise": 0.3,
        "train_size": 1500,
        "epochs": EPOCHS,
        "seed": 7,
    }
    if arguments.until_killed:
        train_until_killed(arguments.until_killed, params)
        return

    # Both train beside the others until they are stopped further down.
    stopped = start_in_background(arguments, "stopped politely")
    vanished = start_in_background(arguments, "vanished")
    try:
        run_training("baseline", params)
        run_training("small steps", {**params, "lr": 0.01})
        run_training("adam", {**params, "optimizer": "Adam", "lr": 0.003})
        try:
            run_training("steps far too large", {**params, "lr": 1e20})
        except RuntimeError as error:
            print(f"As expected, one run failed: {error}")
        kill(stopped, signal.SIGTERM)  # Its run ends as KILLED.
        kill(vanished, signal.SIGKILL)  # Nobody could end its run: it stays RUNNING.
    finally:
        stopped.kill()
        vanished.kill()
    print(f"Look at {arguments.tracking_uri}")


if __name__ == "__main__":
    main()
