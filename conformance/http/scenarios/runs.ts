import { createExperiment, createRun, type Area } from "../scenario.ts";

export const runs: Area = {
  "create and read": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const { run } = await probe.post("runs/create", {
      experiment_id,
      user_id: "ada",
      run_name: "first",
      start_time: 1_234_567,
      tags: [
        { key: "mlflow.user", value: "ada" },
        { key: "mlflow.source.name", value: "train.py" },
        { key: "mlflow.source.type", value: "LOCAL" },
      ],
    });
    const run_id = run?.info?.run_id;
    await probe.get("runs/get", { run_id });
    await probe.get("runs/get", { run_uuid: run_id }, "by run_uuid");
    await probe.get("runs/get", { run_id, run_uuid: "other" }, "by both");
    await probe.post("runs/create", { experiment_id, start_time: 5 }, "a generated name");
    await probe.post("runs/create", { experiment_id }, "no start time");
    await probe.post("runs/create", { experiment_id, start_time: 5, run_name: "" }, "empty name");
    await probe.post("runs/create", { experiment_id, start_time: 5, run_name: null }, "null name");
    await probe.post(
      "runs/create",
      { experiment_id, start_time: 5, tags: [{ key: "mlflow.runName", value: "by tag" }] },
      "a name by tag",
    );
    await probe.post(
      "runs/create",
      {
        experiment_id,
        start_time: 5,
        run_name: "same",
        tags: [{ key: "mlflow.runName", value: "same" }],
      },
      "a name twice",
    );
    await probe.post(
      "runs/create",
      {
        experiment_id,
        start_time: 5,
        run_name: "a",
        tags: [{ key: "mlflow.runName", value: "b" }],
      },
      "two names",
    );
    await probe.post(
      "runs/create",
      { experiment_id, start_time: 5, run_name: "名前 🚀" },
      "an emoji",
    );
    await probe.post(
      "runs/create",
      { experiment_id, start_time: "5", run_name: "t" },
      "a time as text",
    );
    await probe.post(
      "runs/create",
      { experiment_id, start_time: 5, run_name: "s", status: "FINISHED" },
      "a status is ignored",
    );
  },

  "what create refuses": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const create = (fields: object, step: string) =>
      probe.post("runs/create", { experiment_id, start_time: 5, run_name: "r", ...fields }, step);
    await create({ experiment_id: "99999" }, "unknown experiment");
    await create({ experiment_id: "abc" }, "a wrong id");
    await create({ experiment_id: 5.5 }, "a fraction as id");
    await create({ experiment_id: null }, "null as id");
    await probe.post("runs/create", { start_time: 5, run_name: "r" }, "no experiment");
    await create({ start_time: "abc" }, "a text as time");
    await create({ start_time: 1.5 }, "a fraction as time");
    await create({ start_time: -5 }, "a negative time");
    await create({ run_name: 5 }, "a number as name");
    await create({ run_name: "n".repeat(250) }, "a name of 250");
    await create({ run_name: "n".repeat(251) }, "a name of 251");
    await create({ run_name: "n".repeat(9000) }, "a name of 9,000");
    await create({ tags: [{ key: "k".repeat(251), value: "x" }] }, "a long tag key");
    await create({ tags: [{ key: "k", value: "v".repeat(8001) }] }, "a long tag value");
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
    await create({ tags: "abc" }, "tags as a text");
    await create({ tags: [5] }, "a tag as a number");
    await create({ user_id: 7 }, "a number as user");
  },

  update: async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const update = (fields: object, step: string) =>
      probe.post("runs/update", { run_id, ...fields }, step);
    await update({ status: "FINISHED", end_time: 2000 }, "finish");
    await probe.get("runs/get", { run_id }, "finished");
    await update({ status: "RUNNING" }, "run again");
    await probe.get("runs/get", { run_id }, "running again");
    await update({ status: "FAILED", end_time: "3000" }, "fail, with a time as text");
    await update({ status: "KILLED", end_time: 4000 }, "kill");
    await update({ status: "SCHEDULED" }, "schedule");
    await update({ status: 3 }, "a status by its number");
    await update({ status: "3" }, "a number as text");
    await update({ status: "finished" }, "small letters");
    await update({ status: "NOPE" }, "an unknown status");
    await update({ status: 99 }, "an unknown number");
    await update({ status: null }, "null");
    await update({ run_name: "renamed" }, "rename");
    await probe.get("runs/get", { run_id }, "renamed, also in its tag");
    await update({ run_name: "" }, "an empty name");
    await update({ run_name: "n".repeat(251) }, "a name of 251");
    await update({}, "nothing");
    await update({ end_time: 5000 }, "only a time");
    await update({ end_time: 0 }, "a time of 0");
    await update({ end_time: "x" }, "a text as time");
    await probe.get("runs/get", { run_id }, "in the end");
    await probe.post("runs/update", { run_uuid: run_id, status: "FINISHED" }, "by run_uuid");
    await probe.post("runs/update", { status: "FINISHED" }, "no id");
    await probe.post("runs/update", { run_id: "nope", status: "FINISHED" }, "an unknown id");
    await probe.post("runs/set-tag", { run_id, key: "mlflow.runName", value: "tagged" });
    await probe.get("runs/get", { run_id }, "renamed by its tag");
  },

  "delete and restore": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    await probe.post("runs/log-parameter", { run_id, key: "p", value: "1" });
    await probe.post("runs/delete", { run_id });
    await probe.get("runs/get", { run_id }, "deleted");
    await probe.post("runs/delete", { run_id }, "twice");
    await probe.post("runs/update", { run_id, status: "FINISHED" }, "update a deleted one");
    await probe.post("runs/log-metric", { run_id, key: "m", value: 1, timestamp: 1 });
    await probe.post(
      "runs/log-parameter",
      { run_id, key: "q", value: "1" },
      "param of a deleted one",
    );
    await probe.post("runs/set-tag", { run_id, key: "t", value: "1" });
    await probe.post("runs/delete-tag", { run_id, key: "t" });
    await probe.post("runs/log-batch", { run_id, params: [{ key: "q", value: "1" }] });
    await probe.post("runs/log-batch", { run_id }, "an empty batch");
    await probe.post("runs/log-inputs", { run_id, datasets: [] });
    await probe.get("metrics/get-history", { run_id, metric_key: "m" });
    await probe.get("artifacts/list", { run_id });
    await probe.post("runs/restore", { run_id });
    await probe.get("runs/get", { run_id }, "restored");
    await probe.post("runs/restore", { run_id }, "restore twice");
    for (const action of ["delete", "restore"]) {
      await probe.post(`runs/${action}`, { run_id: "nope" }, `${action} an unknown one`);
      await probe.post(`runs/${action}`, {}, `${action} without id`);
      await probe.post(`runs/${action}`, { run_id: "" }, `${action} with an empty id`);
      await probe.post(`runs/${action}`, { run_uuid: run_id }, `${action} by run_uuid`);
    }
    await probe.get("runs/get", {}, "no id");
    await probe.get("runs/get", { run_id: "" }, "an empty id");
    await probe.get("runs/get", { run_id: "nope" }, "an unknown id");
    await probe.get("runs/get", { run_id: "f".repeat(32) }, "an id that could be one");
  },

  tags: async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const set = (fields: object, step: string) =>
      probe.post("runs/set-tag", { run_id, ...fields }, step);
    await set({ key: "a", value: "1" }, "set");
    await set({ key: "a", value: "2" }, "set again");
    await set({ key: "note", value: 'línea 1\nline 2 📝\t"quoted"' }, "unicode");
    await set({ key: "e", value: "" }, "empty");
    await set({ key: "n" }, "no value");
    await set({ key: "n", value: null }, "null");
    await set({ key: "n", value: 5 }, "a number");
    await set({ key: "n", value: true }, "a boolean");
    await set({ key: "n", value: { a: 1 } }, "an object");
    await set({ value: "x" }, "no key");
    await set({ key: 5, value: "x" }, "a number as key");
    await set({ key: "v", value: "v".repeat(8000) }, "8,000");
    await set({ key: "w", value: "v".repeat(8001) }, "8,001");
    await set({ key: "k".repeat(250), value: "x" }, "a key of 250");
    await set({ key: "k".repeat(251), value: "x" }, "a key of 251");
    await set({ key: "a/b", value: "x" }, "a slash");
    await set({ key: "../b", value: "x" }, "dots");
    await set({ key: "a\\b", value: "x" }, "a backslash");
    await set({ key: "a*b", value: "x" }, "a star");
    await set({ key: ".", value: "x" }, "a dot");
    await set({ key: "__proto__", value: "x" }, "a name of JavaScript");
    await set({ run_id: "nope", key: "a", value: "1" }, "an unknown run");
    await probe.post("runs/set-tag", { run_uuid: run_id, key: "uuid", value: "1" }, "by run_uuid");
    await probe.post("runs/set-tag", { key: "a", value: "1" }, "no run");
    await probe.post("runs/delete-tag", { run_id, key: "a" });
    await probe.post("runs/delete-tag", { run_id, key: "a" }, "delete twice");
    await probe.post("runs/delete-tag", { run_id }, "delete without key");
    await probe.post("runs/delete-tag", { key: "a" }, "delete without run");
    await probe.post("runs/delete-tag", { run_id: "nope", key: "a" }, "delete of an unknown run");
    await probe.get("runs/get", { run_id });
  },
};
