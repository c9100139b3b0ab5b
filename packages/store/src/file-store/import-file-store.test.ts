import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contract } from "@mlflow-ts/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getExperimentByName } from "../experiments/read-experiments.ts";
import { getLoggedModel } from "../logged-models/read-logged-models.ts";
import { getRun } from "../runs/get-run.ts";
import { closeStore, openStore, type Store } from "../store.ts";
import { importFileStore } from "./import-file-store.ts";

/** As MLflow makes them: longer than a double keeps. */
const EXPERIMENT = "783644450492401662";
const RUN = "b83dc879384241d1b9237ea0730419ea";
const MODEL = "m-a2494711bd73484baffe68654dbdab45";

let folder: string;
let store: Store;
let problems: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "file-store-"));
  store = await openStore({ path: join(folder, "mlflow.db"), artifactRoot: "mlflow-artifacts:/" });
  problems = [];
});
afterEach(async () => {
  await closeStore(store);
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, "mlruns", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const copy = () =>
  importFileStore(join(folder, "mlruns"), store.database, {
    onProblem: (message) => problems.push(message),
  });

const EXPERIMENT_META = (id: string, name: string, stage = "active") =>
  `artifact_location: file:///x/mlruns/${id}
creation_time: 1795524806520
experiment_id: '${id}'
last_update_time: 1795524806521
lifecycle_stage: ${stage}
name: '${name}'
`;

const RUN_META = (experiment: string, id: string, more = "") =>
  `artifact_uri: file:///x/mlruns/${experiment}/${id}/artifacts
end_time: 1795524806624
experiment_id: '${experiment}'
lifecycle_stage: active
run_id: ${id}
run_name: first
start_time: 1795524806587
status: 3
user_id: root
${more}`;

const STORE = {
  "0/meta.yaml": EXPERIMENT_META("0", "Default"),
  [`${EXPERIMENT}/meta.yaml`]: EXPERIMENT_META(EXPERIMENT, "digits: ö"),
  [`${EXPERIMENT}/tags/owner`]: "a b",
  [`${EXPERIMENT}/${RUN}/meta.yaml`]: RUN_META(EXPERIMENT, RUN),
  [`${EXPERIMENT}/${RUN}/params/a/b`]: "x\ny",
  [`${EXPERIMENT}/${RUN}/params/empty`]: "",
  [`${EXPERIMENT}/${RUN}/tags/mlflow.note.content`]: "multi\nline ✓",
  [`${EXPERIMENT}/${RUN}/metrics/loss`]: "1 1.0 0\n2 0.5 1\n3 1e-05 2\n",
  [`${EXPERIMENT}/${RUN}/metrics/m/nan`]: "1795524806606 nan 0\n",
  [`${EXPERIMENT}/${RUN}/metrics/inf`]: "1795524806607 -inf 2\n",
  [`${EXPERIMENT}/${RUN}/metrics/acc`]: "1795524806622 0.5 3 ds 2afe0dd9\n",
  [`${EXPERIMENT}/${RUN}/inputs/i1/meta.yaml`]:
    "source_id: d1\nsource_type: DATASET\ntags:\n  mlflow.data.context: train\n",
  [`${EXPERIMENT}/${RUN}/inputs/i2/meta.yaml`]: `source_id: ${MODEL}\nsource_type: MODEL\ntags: {}\n`,
  [`${EXPERIMENT}/${RUN}/outputs/${MODEL}/meta.yaml`]: `source_id: ${MODEL}\nsource_type: RUN_OUTPUT\nstep: 4\n`,
  [`${EXPERIMENT}/datasets/d1/meta.yaml`]:
    "digest: 2afe0dd9\nname: ds\nprofile: null\nschema: null\nsource: '{}'\nsource_type: code\n",
  [`${EXPERIMENT}/models/${MODEL}/meta.yaml`]: `artifact_location: file:///x/models/${MODEL}/artifacts
creation_timestamp: 1795524806619
experiment_id: '${EXPERIMENT}'
last_updated_timestamp: 1795524806623
model_id: ${MODEL}
model_type: null
name: mod
source_run_id: ${RUN}
status: 2
status_message: null
`,
  [`${EXPERIMENT}/models/${MODEL}/params/p`]: "1",
  [`${EXPERIMENT}/models/${MODEL}/metrics/acc`]: `1795524806622 0.5 3 ${RUN} ds 2afe0dd9\n`,
  [".trash/113956532231286443/meta.yaml"]: EXPERIMENT_META("113956532231286443", "old", "deleted"),
};

test("a file store is copied with its ids, its points, its datasets and models", async () => {
  write(STORE);
  expect(await copy()).toMatchObject({ experiments: 3, runs: 1, metrics: 6, params: 2, models: 1 });
  expect(problems).toEqual([]);
  expect(await getExperimentByName(store, "digits: ö")).toMatchObject({
    experiment_id: EXPERIMENT,
    tags: [{ key: "owner", value: "a b" }],
    creation_time: 1795524806520,
  });
  expect(await getExperimentByName(store, "old")).toMatchObject({ lifecycle_stage: "deleted" });
  expect(await getExperimentByName(store, "Default")).toMatchObject({
    artifact_location: "file:///x/mlruns/0",
  });
  const { info, data, inputs, outputs } = await getRun(store, RUN);
  expect(info).toMatchObject({ experiment_id: EXPERIMENT, status: "FINISHED", run_name: "first" });
  expect(data.params).toEqual([
    { key: "a/b", value: "x\ny" },
    { key: "empty", value: "" },
  ]);
  expect(Object.fromEntries((data.metrics ?? []).map(({ key, value }) => [key, value]))).toEqual({
    loss: 1e-5,
    "m/nan": "NaN",
    inf: -Number.MAX_VALUE,
    acc: 0.5,
  });
  expect(inputs?.dataset_inputs).toMatchObject([
    { dataset: { name: "ds", digest: "2afe0dd9" }, tags: [{ value: "train" }] },
  ]);
  expect(inputs?.model_inputs).toEqual([{ model_id: MODEL }]);
  expect(outputs?.model_outputs).toEqual([{ model_id: MODEL, step: 4 }]);
  const model = await getLoggedModel(store, MODEL);
  expect(model).toMatchObject({
    info: { name: "mod", experiment_id: EXPERIMENT, source_run_id: RUN },
    data: { params: [{ key: "p", value: "1" }] },
  });
});

test("runs of an experiment whose id no double keeps are found by a search", async () => {
  write(STORE);
  await copy();
  const request = contract.searchRuns.request.parse({
    experiment_ids: [EXPERIMENT],
    filter: "metrics.loss < 0.1",
  });
  const { bytes } = await store.reader.run("searchRuns", request);
  const answer = JSON.parse(new TextDecoder().decode(bytes)) as { runs: { info: object }[] };
  expect(answer.runs.map(({ info }) => info)).toMatchObject([
    { run_id: RUN, experiment_id: EXPERIMENT },
  ]);
});

test("a second copy adds nothing", async () => {
  write(STORE);
  await copy();
  await copy();
  const [row] = await store.database.read
    .selectFrom("metrics")
    .select(({ fn }) => fn.countAll().as("count"))
    .execute();
  expect(Number(row?.count)).toBe(6);
  const tags = await store.database.read.selectFrom("input_tags").selectAll().execute();
  expect(tags).toHaveLength(1);
});

test("what can't be read is told, and the rest is copied", async () => {
  const other = "c".repeat(32);
  write({
    ...STORE,
    [`${EXPERIMENT}/${"d".repeat(32)}/meta.yaml`]: "not: [closed",
    [`${EXPERIMENT}/${other}/meta.yaml`]: RUN_META(EXPERIMENT, RUN),
    [`${EXPERIMENT}/${RUN}/metrics/broken`]: "1 1.0 0\nonly-one-field\n",
    [`${EXPERIMENT}/${RUN}/metrics/cut`]: "1 1.0 0\n2 0.",
  });
  expect(await copy()).toMatchObject({ runs: 1 });
  expect(problems.toSorted()).toMatchObject([
    expect.stringContaining("only-one-field"),
    expect.stringContaining("names another run or experiment"),
    expect.stringContaining("is not YAML"),
  ]);
  expect((await getRun(store, RUN)).data.metrics?.map(({ key }) => key).toSorted()).toEqual([
    "acc",
    "broken",
    "cut",
    "inf",
    "loss",
    "m/nan",
  ]);
});
