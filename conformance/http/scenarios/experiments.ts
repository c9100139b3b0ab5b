import { createExperiment, createRun, type Area } from "../scenario.ts";

export const experiments: Area = {
  "the default experiment is there": async (probe) => {
    await probe.get("experiments/get", { experiment_id: "0" });
    await probe.get("experiments/get-by-name", { experiment_name: "Default" });
  },

  "create, read, rename, delete, restore": async (probe) => {
    const name = probe.freshName();
    const { experiment_id } = await probe.post("experiments/create", {
      name,
      tags: [
        { key: "team", value: "vision" },
        { key: "empty", value: "" },
      ],
    });
    await probe.get("experiments/get", { experiment_id });
    await probe.get("experiments/get-by-name", { experiment_name: name });
    await probe.post("experiments/create", { name }, "create the same name again");
    await probe.post("experiments/update", { experiment_id, new_name: `${name} new` });
    await probe.get("experiments/get", { experiment_id }, "after the new name");
    await probe.get("experiments/get-by-name", { experiment_name: name }, "the old name is gone");
    await probe.post("experiments/delete", { experiment_id });
    await probe.get("experiments/get", { experiment_id }, "a deleted one is still read");
    await probe.get(
      "experiments/get-by-name",
      { experiment_name: `${name} new` },
      "deleted by name",
    );
    await probe.post("experiments/delete", { experiment_id }, "delete twice");
    await probe.post(
      "experiments/update",
      { experiment_id, new_name: "x" },
      "rename a deleted one",
    );
    await probe.post("experiments/create", { name: `${name} new` }, "create the deleted name");
    await probe.post(
      "experiments/set-experiment-tag",
      { experiment_id, key: "k", value: "v" },
      "tag a deleted one",
    );
    await probe.post("experiments/delete-experiment-tag", { experiment_id, key: "team" });
    await probe.post("experiments/restore", { experiment_id });
    await probe.get("experiments/get", { experiment_id }, "after restore");
    await probe.post("experiments/restore", { experiment_id }, "restore an active one");
  },

  "names and locations": async (probe) => {
    const create = (fields: object, step: string) => probe.post("experiments/create", fields, step);
    const name = probe.freshName();
    await create({}, "no name");
    await create({ name: "" }, "empty name");
    await create({ name: "  " }, "blank name");
    await create({ name: null }, "null name");
    await create({ name: 5 }, "a number as name");
    await create({ name: ["a"] }, "a list as name");
    await probe.post("experiments/create", '{"name": 9.0}', "a float as name");
    await create({ name: "n".repeat(500) }, "500 characters");
    await create({ name: "n".repeat(501) }, "501 characters");
    await create({ name: `${name} 日本語 🚀 ñ` }, "unicode name");
    await create({ name: `${name}/with/slashes` }, "slashes in a name");
    await create({ name: `${name} loc`, artifact_location: "mlflow-artifacts:/own" }, "a location");
    await create({ name: `${name} f`, artifact_location: "s3://bucket/x#frag" }, "a fragment");
    await create({ name: `${name} q`, artifact_location: "s3://bucket/x?a=b" }, "a query");
    await create(
      { name: `${name} d`, artifact_location: "s3://bucket/../x" },
      "dots in a location",
    );
    await create({ name: `${name} n`, artifact_location: null }, "null location");
    await create({ name: `${name} t`, tags: null }, "null tags");
    await create({ name: `${name} u`, tags: [], unknown: 1 }, "an unknown field");
    await create({ name: `${name} v`, tags: [{ key: "a" }] }, "a tag without value");
    await create({ name: `${name} w`, tags: [{ value: "a" }] }, "a tag without key");
    await create({ name: `${name} x`, tags: { key: "a" } }, "tags as an object");
    await create(
      {
        name: `${name} y`,
        tags: [
          { key: "a", value: "1" },
          { key: "a", value: "2" },
        ],
      },
      "a tag twice",
    );
  },

  "read what is not there": async (probe) => {
    await probe.get("experiments/get", { experiment_id: "99999" });
    await probe.get("experiments/get", { experiment_id: "abc" }, "an id that is no number");
    await probe.get("experiments/get", { experiment_id: "" }, "an empty id");
    await probe.get("experiments/get", {}, "no id");
    await probe.get("experiments/get", { experiment_id: "99999999999999999999999" }, "a huge id");
    await probe.get("experiments/get", { experiment_id: "-1" }, "a negative id");
    await probe.get("experiments/get", { experiment_id: ["0", "1"] }, "an id twice");
    await probe.get("experiments/get-by-name", { experiment_name: "nobody made this" });
    await probe.get("experiments/get-by-name", {}, "no name");
    await probe.post("experiments/update", { experiment_id: "99999", new_name: "x" });
    await probe.post("experiments/update", { experiment_id: "0" }, "no new name");
    await probe.post("experiments/update", { experiment_id: "0", new_name: "" }, "empty new name");
    await probe.post("experiments/update", { new_name: "x" }, "rename without id");
    await probe.post("experiments/delete", { experiment_id: "99999" });
    await probe.post("experiments/delete", {}, "delete without id");
    await probe.post("experiments/delete", { experiment_id: "abc" }, "delete a wrong id");
    await probe.post("experiments/restore", { experiment_id: "99999" });
    await probe.post("experiments/restore", {}, "restore without id");
  },

  "rename to a name that is taken": async (probe) => {
    const taken = probe.freshName();
    await probe.post("experiments/create", { name: taken });
    const experiment_id = await createExperiment(probe);
    await probe.post("experiments/update", { experiment_id, new_name: taken });
    await probe.post(
      "experiments/update",
      { experiment_id, new_name: "n".repeat(501) },
      "too long",
    );
    await probe.post(
      "experiments/update",
      { experiment_id, new_name: "experiment 🚀" },
      "an emoji",
    );
    await probe.get("experiments/get", { experiment_id });
  },

  tags: async (probe) => {
    const experiment_id = await createExperiment(probe);
    const set = (fields: object, step: string) =>
      probe.post("experiments/set-experiment-tag", { experiment_id, ...fields }, step);
    await set({ key: "a", value: "1" }, "set");
    await set({ key: "a", value: "2" }, "set again");
    await set({ key: "mlflow.note.content", value: "# Note\n📝" }, "a note");
    await set({ key: "b", value: "" }, "an empty value");
    await set({ key: "c" }, "no value");
    await set({ value: "x" }, "no key");
    await set({ key: "", value: "x" }, "an empty key");
    await set({ key: "d", value: 5 }, "a number as value");
    await set({ key: "e", value: null }, "null as value");
    await set({ key: "k".repeat(250), value: "x" }, "a key of 250");
    await set({ key: "k".repeat(251), value: "x" }, "a key of 251");
    await set({ key: "f", value: "v".repeat(5000) }, "a value of 5,000");
    await set({ key: "g", value: "v".repeat(20000) }, "a value of 20,000");
    await set({ key: "g", value: "v".repeat(20001) }, "a value of 20,001");
    await set({ key: "a/b c.d-e_f:g", value: "x" }, "all allowed characters in a key");
    await set({ key: "a#b", value: "x" }, "a hash in a key");
    await set({ key: "../a", value: "x" }, "dots in a key");
    await set({ key: "/a", value: "x" }, "a leading slash in a key");
    await set({ key: "a//b", value: "x" }, "a double slash in a key");
    await set({ key: "clé", value: "x" }, "an accent in a key");
    await set({ experiment_id: "99999", key: "a", value: "x" }, "unknown experiment");
    await probe.post("experiments/delete-experiment-tag", { experiment_id, key: "a" });
    await probe.post(
      "experiments/delete-experiment-tag",
      { experiment_id, key: "a" },
      "delete twice",
    );
    await probe.post("experiments/delete-experiment-tag", { experiment_id }, "delete without key");
    await probe.post(
      "experiments/delete-experiment-tag",
      { experiment_id: "99999", key: "a" },
      "delete of none",
    );
    await probe.get("experiments/get", { experiment_id });
  },

  "deleting takes the runs along": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const gone = await createRun(probe, experiment_id);
    await probe.post("runs/delete", { run_id: gone });
    await probe.post("experiments/delete", { experiment_id });
    await probe.get("runs/get", { run_id }, "the run of a deleted experiment");
    await probe.post("runs/create", { experiment_id, start_time: 1 }, "a run in a deleted one");
    await probe.post("runs/set-tag", { run_id, key: "a", value: "b" }, "tag that run");
    await probe.post("runs/restore", { run_id }, "restore that run alone");
    await probe.post("runs/search", { experiment_ids: [experiment_id] }, "search for active runs");
    await probe.post("experiments/restore", { experiment_id });
    await probe.get("runs/get", { run_id }, "after restore");
    await probe.get("runs/get", { run_id: gone }, "the one deleted before");
  },
};
