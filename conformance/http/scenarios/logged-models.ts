import { createExperiment, createRun, type Area } from "../scenario.ts";

const NOBODY = `m-${"0".repeat(32)}`;

export const loggedModels: Area = {
  "from creation to deletion": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const source_run_id = await createRun(probe, experiment_id);
    const { model } = await probe.post("logged-models", {
      experiment_id,
      name: "net",
      model_type: "classifier",
      source_run_id,
      params: [{ key: "lr", value: "0.1" }],
      tags: [{ key: "team", value: "vision" }],
    });
    const model_id = String(model?.info?.model_id);
    const at = `logged-models/${model_id}`;
    await probe.get(at);
    await probe.json("PATCH", at, { model_id, status: "LOGGED_MODEL_READY" }, "ready");
    await probe.json("PATCH", at, { model_id, status: 3 }, "failed, by its number");
    await probe.json("PATCH", at, { model_id, status: "2" }, "ready, by its number as text");
    await probe.json("PATCH", at, { status: 2 }, "no id in the body");
    await probe.json("PATCH", at, { model_id }, "no status");
    await probe.json("PATCH", at, { model_id, status: "NOPE" }, "an unknown status");
    await probe.json("PATCH", at, { model_id, status: 9 }, "an unknown number");
    await probe.json("PATCH", at, { model_id, status: 0 }, "the unspecified status");
    await probe.json("PATCH", at, { model_id, status: null }, "null as status");
    await probe.json("PATCH", `${at}/tags`, {
      tags: [
        { key: "a", value: "1" },
        { key: "team", value: "new" },
      ],
    });
    await probe.json("PATCH", `${at}/tags`, { tags: [] }, "no tags");
    await probe.json("PATCH", `${at}/tags`, {}, "nothing to tag");
    await probe.json("PATCH", `${at}/tags`, { tags: [{ key: "b" }] }, "a tag without value");
    await probe.json("PATCH", `${at}/tags`, { tags: "x" }, "a text as tags");
    await probe.send("DELETE", `/api/2.0/mlflow/${at}/tags/a`);
    await probe.send("DELETE", `/api/2.0/mlflow/${at}/tags/a`, { step: "delete a tag twice" });
    const log = (params: unknown, step: string) =>
      probe.post(`${at}/params`, { model_id, params }, step);
    await log([{ key: "epochs", value: "5" }], "a param");
    await log([{ key: "epochs", value: "5" }], "the same param");
    await log([{ key: "epochs", value: "6" }], "a changed param");
    await log([], "no params");
    await log(undefined, "nothing to log");
    await log("x", "a text as params");
    await probe.post(`${at}/params`, { params: [] }, "params without id in the body");
    await probe.get(at, {}, "after all that");
    await probe.get(`${at}/artifacts/directories`);
    await probe.send("DELETE", `/api/2.0/mlflow/${at}`);
    await probe.get(at, {}, "deleted");
    await probe.get(at, { allow_deleted: "true" }, "deleted, allowed");
    await probe.send("DELETE", `/api/2.0/mlflow/${at}`, { step: "delete twice" });
    await probe.json("PATCH", at, { model_id, status: 2 }, "finalise a deleted one");
    await probe.json(
      "PATCH",
      `${at}/tags`,
      { tags: [{ key: "a", value: "1" }] },
      "tag a deleted one",
    );
    await log([{ key: "x", value: "5" }], "param of a deleted one");
  },

  "a slash in the key of a tag": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const { model } = await probe.post("logged-models", { experiment_id, name: "net" });
    const at = `logged-models/${model?.info?.model_id}/tags`;
    await probe.json("PATCH", at, { tags: [{ key: "with/slash", value: "x" }] }, "set");
    await probe.send("DELETE", `/api/2.0/mlflow/${at}/with%2Fslash`, { step: "delete" });
  },

  "what create takes": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const create = (fields: object, step: string) =>
      probe.post("logged-models", { experiment_id, name: "net", ...fields }, step);
    await create({}, "a name only");
    await create({}, "the same name again");
    await create({ name: undefined }, "no name");
    await create({ name: "" }, "an empty name");
    await create({ name: null }, "null as name");
    await create({ name: "модель 🤖" }, "an emoji");
    await create({ name: "a/b" }, "a slash");
    await create({ name: "a:b" }, "a colon");
    await create({ name: "a.b" }, "a dot");
    await create({ name: "a%b" }, "a percent sign");
    await create({ name: "a'b" }, "a quote");
    await create({ name: 'a"b' }, "a double quote");
    await create({ name: "n".repeat(501) }, "a name of 501");
    await create({ name: 5 }, "a number as name");
    await create({ experiment_id: undefined }, "no experiment");
    await create({ experiment_id: "99999" }, "an unknown experiment");
    await create({ experiment_id: "abc" }, "a wrong id");
    await create({ source_run_id: "nope" }, "an unknown run");
    await create({ model_type: "" }, "an empty type");
    await create(
      {
        params: [
          { key: "a", value: "1" },
          { key: "a", value: "2" },
        ],
      },
      "a param twice",
    );
    await create({ params: [{ key: "a" }] }, "a param without value");
    await create({ params: [{ key: "a", value: "v".repeat(6001) }] }, "a long param");
    await create({ params: [{ key: "k".repeat(251), value: "v" }] }, "a long key of a param");
    await create(
      {
        tags: [
          { key: "a", value: "1" },
          { key: "a", value: "2" },
        ],
      },
      "a tag twice",
    );
    await create({ tags: [{ key: "a" }] }, "a tag without value");
    await create({ tags: [{ value: "a" }] }, "a tag without key");
    await create({ tags: null, params: null }, "null lists");
    await create({ tags: "x" }, "a text as tags");
    const deleted = await createExperiment(probe);
    await probe.post("experiments/delete", { experiment_id: deleted });
    await create({ experiment_id: deleted }, "a deleted experiment");
  },

  "one that is not there": async (probe) => {
    const at = `logged-models/${NOBODY}`;
    await probe.get(at, {}, "get");
    await probe.get("logged-models/nope", {}, "get with another kind of id");
    await probe.json("PATCH", at, { model_id: NOBODY, status: 2 }, "finalise");
    await probe.json("PATCH", `${at}/tags`, { tags: [{ key: "a", value: "1" }] }, "tag");
    await probe.send("DELETE", `/api/2.0/mlflow/${at}`, { step: "delete" });
    await probe.send("DELETE", `/api/2.0/mlflow/${at}/tags/a`, { step: "delete a tag" });
    await probe.post(
      `${at}/params`,
      { model_id: NOBODY, params: [{ key: "a", value: "1" }] },
      "param",
    );
    await probe.get(`${at}/artifacts/directories`, {}, "list artifacts");
    await probe.send("GET", `/ajax-api/2.0/mlflow/${at}/artifacts/files?artifact_file_path=a.txt`, {
      step: "a file",
    });
  },

  "metrics of a model": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const { model } = await probe.post("logged-models", {
      experiment_id,
      name: "net",
      source_run_id: run_id,
    });
    const model_id = model?.info?.model_id;
    const log = (fields: object, step: string) =>
      probe.post(
        "runs/log-metric",
        { run_id, key: "acc", value: 0.5, timestamp: 1, step: 0, model_id, ...fields },
        step,
      );
    await log({}, "of the model");
    await log({ step: 1, value: 0.75 }, "of the next step");
    await log({ key: "nan", value: "NaN" }, "NaN");
    await log({ key: "on data", dataset_name: "cifar", dataset_digest: "aaa1" }, "on a dataset");
    await probe.post("runs/log-batch", {
      run_id,
      metrics: [
        {
          key: "batch",
          value: 1,
          timestamp: 1,
          step: 2,
          model_id,
          dataset_name: "d",
          dataset_digest: "1",
        },
      ],
    });
    await probe.get(`logged-models/${model_id}`);
    await probe.get("metrics/get-history", { run_id, metric_key: "acc" });
    await probe.get("runs/get", { run_id });
  },

  "files of a model": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const { model } = await probe.post("logged-models", { experiment_id, name: "net" });
    const model_id = String(model?.info?.model_id);
    const root = `/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/models/${model_id}/artifacts`;
    await probe.send("PUT", `${root}/MLmodel`, { body: "flavors: {}\n", step: "upload MLmodel" });
    await probe.send("PUT", `${root}/data/weights.bin`, {
      body: Buffer.from([0, 1, 255]),
      step: "upload weights",
    });
    const at = `logged-models/${model_id}/artifacts`;
    await probe.get(`${at}/directories`, {}, "the root");
    await probe.get(`${at}/directories`, { artifact_directory_path: "data" }, "a folder");
    await probe.get(`${at}/directories`, { artifact_directory_path: "nope" }, "no such folder");
    await probe.get(`${at}/directories`, { artifact_directory_path: "../.." }, "dots");
    const file = (path: string, step: string) =>
      probe.send("GET", `/ajax-api/2.0/mlflow/${at}/files${path}`, { step });
    await file("?artifact_file_path=MLmodel", "a file");
    await file("?artifact_file_path=data%2Fweights.bin", "a file in a folder");
    await file("?artifact_file_path=nope", "no such file");
    await file("?artifact_file_path=..%2F..%2Fx", "dots in a file");
    await file("", "no path");
  },
};
