"""Fills a database through MLflow's own store, and says what MLflow's search answers on it.

    python search_reference.py <database uri> <seed> <number of searches>

Prints one JSON object a line: {"kind", "request", "ids"} or {"kind", "request", "error"}. Another
program sends the same requests to another implementation, on the same file, and compares.
"""

import json
import math
import random
import sys

from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelParameter,
    LoggedModelTag,
    Metric,
    Param,
    RunStatus,
    RunTag,
    ViewType,
)
from mlflow.entities.experiment_tag import ExperimentTag
from mlflow.exceptions import MlflowException
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

TEXTS = ["a", "A", "ab", "aB", "b*c", "b?c", "[x]", "100%", "a_b", "it's", "ä", "Ä", "é😀", "", "x\\y", "1", "10"]
METRICS = ["loss", "acc", "val loss", "a.b", "eval/f1", "nan only"]
PARAMS = ["lr", "model name", "a.b", "user", "é"]
TAGS = ["team", "my tag", "mlflow.note"]
NUMBERS = [0.0, 0.5, 1.0, -1.0, 1e300, 2.5e-7, math.nan, math.inf, -math.inf]


def fill(store, rng):
    experiments = []
    for index in range(6):
        experiments.append(store.create_experiment(f"Exp {index} {rng.choice(TEXTS)}"))
        for key in TAGS:
            if rng.random() < 0.5:
                store.set_experiment_tag(experiments[-1], ExperimentTag(key, rng.choice(TEXTS)))
    runs = []
    for index in range(150):
        experiment = experiments[index % 3]
        tags = [RunTag(key, rng.choice(TEXTS)) for key in TAGS if rng.random() < 0.6]
        name = rng.choice(TEXTS[:8]) or None
        run = store.create_run(experiment, rng.choice(["ann", "bob", ""]), rng.randrange(1000, 1030), tags, name)
        run_id = run.info.run_id
        runs.append(run_id)
        metrics = [
            Metric(key, math.nan if key == "nan only" else rng.choice(NUMBERS), rng.randrange(9), rng.randrange(3))
            for key in METRICS
            if rng.random() < 0.6
        ]
        params = [Param(key, rng.choice(TEXTS)) for key in PARAMS if rng.random() < 0.6]
        store.log_batch(run_id, metrics, params, [])
        for _ in range(rng.choice([0, 0, 1, 2])):
            dataset = Dataset(rng.choice(["train", "test", "a_b"]), rng.choice(["d1", "d2"]), "local", "{}")
            context = [InputTag("mlflow.data.context", rng.choice(["fit", "eval"]))] if rng.random() < 0.8 else []
            store.log_inputs(run_id, [DatasetInput(dataset, context)])
        if rng.random() < 0.6:
            status = rng.choice([RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED])
            store.update_run_info(run_id, status, rng.randrange(2000, 2030), None)
        if rng.random() < 0.1:
            store.delete_run(run_id)
    for index in range(60):
        experiment = experiments[index % 3]
        model = store.create_logged_model(
            experiment,
            name=rng.choice(["net", "Net", "tree_1", "a b"]),
            source_run_id=rng.choice(runs),
            tags=[LoggedModelTag(key, rng.choice(TEXTS)) for key in TAGS if rng.random() < 0.6],
            params=[LoggedModelParameter(key, rng.choice(TEXTS)) for key in PARAMS if rng.random() < 0.6],
            model_type=rng.choice(["Agent", "", None]),
        )
        for _ in range(rng.choice([0, 1, 3])):
            on_dataset = rng.random() < 0.6
            metric = Metric(
                rng.choice(METRICS[:4]),
                rng.choice(NUMBERS[:6]),
                rng.randrange(9),
                rng.randrange(5),
                model_id=model.model_id,
                dataset_name=rng.choice(["train", "test"]) if on_dataset else None,
                dataset_digest=rng.choice(["d1", "d2"]) if on_dataset else None,
            )
            run_id = rng.choice(runs)
            if store.get_run(run_id).info.lifecycle_stage == "active":
                store.log_batch(run_id, [metric], [], [])
    store.delete_experiment(experiments[5])
    return experiments, runs


class Requests:
    """Searches that are mostly valid, with all operators, and some that are not."""

    def __init__(self, rng, experiments, runs):
        self.rng = rng
        self.experiments = experiments
        self.runs = runs

    def quote_key(self, key):
        bare = key.replace("_", "").replace(".", "").isalnum()
        return self.rng.choice([f"`{key}`", f'"{key}"'] + ([key] if bare else []))

    def text(self):
        value = self.rng.choice(TEXTS + ["%", "a%", "%B%", "_", "__", "%?%", "%[%", "%*c", "%%"])
        return f'"{value}"' if "'" in value else f"'{value}'"

    def number(self):
        return self.rng.choice(["0", "0.5", "1", "-1", "1e300", "5.", ".5", "1E-3", "2.5e-7", "1e999"])

    def equality(self):
        return self.rng.choice(["=", "!=", "LIKE", "ILIKE"])

    def comparator(self):
        return self.rng.choice(["=", "!=", "<", "<=", ">", ">="])

    def id_list(self, ids):
        chosen = self.rng.sample(ids, self.rng.randrange(1, min(len(ids), 20)))
        return "(" + ", ".join(f"'{one}'" for one in chosen) + ")"

    def run_condition(self):
        rng = self.rng
        return rng.choice(
            [
                lambda: f"{rng.choice(['metrics', 'metric'])}.{self.quote_key(rng.choice(METRICS))} {self.comparator()} {self.number()}",
                lambda: f"{rng.choice(['params', 'param', 'parameter'])}.{self.quote_key(rng.choice(PARAMS))} {self.equality()} {self.text()}",
                lambda: f"{rng.choice(['tags', 'tag'])}.{self.quote_key(rng.choice(TAGS))} {self.equality()} {self.text()}",
                lambda: f"{rng.choice(['tags', 'params'])}.{self.quote_key(rng.choice(TAGS + PARAMS))} {rng.choice(['IS NULL', 'IS NOT NULL', 'is null'])}",
                lambda: f"{rng.choice(['', 'attributes.', 'run.'])}{rng.choice(['start_time', 'end_time', 'created'])} {self.comparator()} {rng.choice(['1010', '2015', '1010.5'])}",
                lambda: f"{rng.choice(['', 'attr.'])}status {self.equality()} '{rng.choice(['FINISHED', 'RUNNING', 'finished', 'F%'])}'",
                lambda: f"{rng.choice(['run_name', 'user_id', '`run name`', 'artifact_uri'])} {self.equality()} {self.text()}",
                lambda: f"run_id {rng.choice(['IN', 'NOT IN', 'in'])} {self.id_list(self.runs)}",
                lambda: f"dataset.{rng.choice(['name', 'digest', 'context'])} {self.equality()} '{rng.choice(['train', 'd1', 'fit', '%t%', 'a_b'])}'",
                lambda: f"datasets.{rng.choice(['name', 'digest', 'context'])} {rng.choice(['IN', 'NOT IN'])} ('train', 'd1', 'eval')",
                lambda: f"metrics.acc {rng.choice(['LIKE', 'IN', '=='])} {rng.choice(['1', self.text()])}",
                lambda: f"{rng.choice(['foo.a', 'foo', 'dataset.foo'])} = 'x'",
            ]
        )()

    def experiment_condition(self):
        rng = self.rng
        return rng.choice(
            [
                lambda: f"{rng.choice(['', 'attribute.'])}name {self.equality()} {rng.choice([self.text(), chr(39) + 'Exp%' + chr(39)])}",
                lambda: f"tags.{self.quote_key(rng.choice(TAGS))} {self.equality()} {self.text()}",
                lambda: f"tag.{self.quote_key(rng.choice(TAGS))} {rng.choice(['IS NULL', 'IS NOT NULL'])}",
                lambda: f"experiment_id {rng.choice(['=', '!='])} '{rng.choice(['0', '1', '02', '5', 'x'])}'",
                lambda: f"experiment_id {rng.choice(['IN', 'NOT IN'])} {self.id_list(self.experiments)}",
                lambda: f"{rng.choice(['creation_time', 'last_update_time'])} {self.comparator()} {rng.choice(['0', '1700000000000', '9900000000000', '1.5'])}",
            ]
        )()

    def model_condition(self):
        rng = self.rng
        return rng.choice(
            [
                lambda: f"metrics.{rng.choice(['loss', 'acc', '`val loss`', 'a.b'])} {self.comparator()} {self.number()}",
                lambda: f"params.{rng.choice(['lr', '`model name`', 'user'])} {self.equality()} {rng.choice([self.text(), '10', 'ab'])}",
                lambda: f"params.lr {rng.choice(['IN', 'NOT IN', 'in'])} ('a', 'ab', \"it's\", 10)",
                lambda: f"tags.{rng.choice(['team', '`my tag`'])} {self.equality()} {self.text()}",
                lambda: f"{rng.choice(['', 'attributes.'])}{rng.choice(['name', 'model_type'])} {self.equality()} '{rng.choice(['net', 'N%', 'tree_1', 'Agent'])}'",
                lambda: f"{rng.choice(['creation_timestamp', 'creation_time', 'last_updated_timestamp_ms'])} {self.comparator()} {rng.choice(['0', '1700000000000', '99e12'])}",
                lambda: f"source_run_id {rng.choice(['=', '!='])} '{rng.choice(self.runs)}'",
                lambda: f"status {rng.choice(['=', '!='])} {rng.choice(['1', '2', chr(39) + '1' + chr(39)])}",
                lambda: f"name {rng.choice(['IN', 'NOT IN'])} ('net', 'Net')",
                lambda: "tag.a = 'x'",
            ]
        )()

    def filter(self, condition):
        count = self.rng.choice([0, 1, 1, 1, 2, 2, 3])
        return self.rng.choice([" AND ", " and ", "\nAND "]).join(condition() for _ in range(count))

    def order(self, fields):
        count = self.rng.choice([0, 0, 1, 1, 2, 3])
        return [self.rng.choice(fields) + self.rng.choice(["", " ASC", " DESC", " desc"]) for _ in range(count)]

    def runs_search(self):
        fields = [f"metrics.`{key}`" for key in METRICS] + [f"params.`{key}`" for key in PARAMS]
        fields += ["tags.team", "start_time", "attributes.end_time", "status", "run_name", "run_id", "user_id", "created", "dataset.name", "foo"]
        return {
            "experiment_ids": self.rng.sample(self.experiments[:4], self.rng.randrange(1, 4)),
            "filter": self.filter(self.run_condition),
            "run_view_type": self.rng.choice(["ACTIVE_ONLY", "ACTIVE_ONLY", "DELETED_ONLY", "ALL"]),
            "max_results": self.rng.choice([20, 50, 1000]),
            "order_by": self.order(fields),
        }

    def experiments_search(self):
        return {
            "filter": self.filter(self.experiment_condition),
            "view_type": self.rng.choice(["ACTIVE_ONLY", "ACTIVE_ONLY", "DELETED_ONLY", "ALL"]),
            "max_results": self.rng.choice([1, 3, 1000]),
            "order_by": self.order(["name", "attribute.experiment_id", "creation_time", "last_update_time", "tags.team"]),
        }

    def logged_models_search(self):
        rng = self.rng
        fields = ["metrics.loss", "metrics.val loss", "metrics.acc", "name", "creation_time", "model_id", "model_type", "foo", "params.lr"]
        order = [{"field_name": rng.choice(fields), "ascending": rng.random() < 0.5} for _ in range(rng.choice([0, 1, 2]))]
        for entry in order:
            if entry["field_name"].startswith("metrics") and rng.random() < 0.5:
                entry["dataset_name"] = rng.choice(["train", "test"])
                if rng.random() < 0.5:
                    entry["dataset_digest"] = "d1"
        dataset = {"dataset_name": rng.choice(["train", "test"]), "dataset_digest": rng.choice(["d1", "d2"])}
        return {
            "experiment_ids": rng.sample(self.experiments[:4], rng.randrange(1, 4)),
            "filter": self.filter(self.model_condition),
            "datasets": [dataset] if rng.random() < 0.2 else [],
            "max_results": rng.choice([7, 20, 100]),
            "order_by": order,
        }


def every_page(search):
    ids, token, pages = [], None, 0
    while pages == 0 or token:
        page = search(token)
        ids.append([one for one in page])
        token = page.token
        pages += 1
    return ids


def answer(store, kind, request):
    filter_string = request["filter"]
    if kind == "runs":
        view = ViewType.from_string(request["run_view_type"].lower())
        return every_page(
            lambda token: store.search_runs(
                request["experiment_ids"], filter_string, view, request["max_results"], request["order_by"], token
            )
        )
    if kind == "experiments":
        view = ViewType.from_string(request["view_type"].lower())
        return every_page(
            lambda token: store.search_experiments(
                view, request["max_results"], filter_string, request["order_by"], token
            )
        )
    return every_page(
        lambda token: store.search_logged_models(
            request["experiment_ids"],
            filter_string or None,
            request["datasets"] or None,
            request["max_results"],
            request["order_by"] or None,
            token,
        )
    )


def identify(kind, entity):
    if kind == "runs":
        return entity.info.run_id
    return entity.experiment_id if kind == "experiments" else entity.model_id


def main():
    uri, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    store = SqlAlchemyStore(uri, "mlflow-artifacts:/")
    requests = Requests(rng, *fill(store, rng))
    for index in range(count):
        kind = ["runs", "runs", "experiments", "logged_models"][index % 4]
        request = getattr(requests, f"{kind}_search")()
        line = {"kind": kind, "request": request}
        try:
            pages = answer(store, kind, request)
            line["ids"] = [[identify(kind, one) for one in page] for page in pages]
        except MlflowException as error:
            line["error"] = error.message
        except Exception as error:
            # The server answers 500 to what its parsers did not foresee.
            line["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
