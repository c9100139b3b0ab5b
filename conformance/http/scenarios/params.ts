import { createExperiment, createRun, type Area } from "../scenario.ts";

export const params: Area = {
  "log-parameter": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (fields: object, step: string) =>
      probe.post("runs/log-parameter", { run_id, ...fields }, step);
    await log({ key: "p", value: "1" }, "first");
    await log({ key: "p", value: "1" }, "the same again");
    await log({ key: "p", value: "2" }, "another value");
    await log({ key: "empty", value: "" }, "an empty value");
    await log({ key: "empty", value: "" }, "an empty value again");
    await log({ key: "none" }, "no value");
    await log({ key: "null", value: null }, "null");
    await log({ key: "number", value: 0.1 }, "a number");
    await log({ key: "flag", value: false }, "a boolean");
    await log({ key: "list", value: ["a"] }, "a list");
    await log({ key: "emoji", value: "🤖 ünïcode\n" }, "unicode");
    await log({ key: "long", value: "v".repeat(6000) }, "6,000");
    await log({ key: "longer", value: "v".repeat(6001) }, "6,001");
    await log({ key: "long emoji", value: "🤖".repeat(3001) }, "3,001 emoji");
    await log({ key: "k".repeat(250), value: "x" }, "a key of 250");
    await log({ key: "k".repeat(251), value: "x" }, "a key of 251");
    await log({ value: "x" }, "no key");
    await log({ key: "", value: "x" }, "an empty key");
    await log({ key: " ", value: "x" }, "a blank key");
    await log({ key: "model/layer.0 size:x-y_z", value: "x" }, "all allowed characters");
    await log({ key: "a;b", value: "x" }, "a semicolon");
    await log({ key: "a/../b", value: "x" }, "dots");
    await log({ key: "./a", value: "x" }, "a path that is not normal");
    await log({ key: "a/", value: "x" }, "a last slash");
    await log({ run_id: "nope", key: "p", value: "1" }, "an unknown run");
    await log({ run_id: null, key: "p", value: "1" }, "null as run");
    await probe.post(
      "runs/log-parameter",
      { run_uuid: run_id, key: "uuid", value: "1" },
      "by run_uuid",
    );
    await probe.post("runs/log-parameter", { key: "p", value: "1" }, "no run");
    await probe.get("runs/get", { run_id });
  },

  "params of a batch": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (params: unknown, step: string) =>
      probe.post("runs/log-batch", { run_id, params }, step);
    await log(
      [
        { key: "p", value: "1" },
        { key: "q", value: "2" },
      ],
      "two",
    );
    await log([{ key: "p", value: "1" }], "the same again");
    await log([{ key: "p", value: "3" }], "another value");
    await log(
      [
        { key: "p", value: "3" },
        { key: "q", value: "4" },
        { key: "new", value: "1" },
      ],
      "two changed, one new",
    );
    await log(
      [
        { key: "r", value: "1" },
        { key: "r", value: "1" },
      ],
      "one twice, the same",
    );
    await log(
      [
        { key: "s", value: "1" },
        { key: "s", value: "2" },
      ],
      "one twice, different",
    );
    await log([{ key: "t", value: "" }], "an empty value");
    await log([{ key: "u" }], "no value");
    await log([{ value: "x" }], "no key");
    await log([{ key: "w", value: "v".repeat(6001) }], "6,001");
    await log([{ key: "k".repeat(251), value: "x" }], "a key of 251");
    await log(
      [
        { key: "ok", value: "x" },
        { key: "a;b", value: "x" },
      ],
      "a bad key among good ones",
    );
    await log(
      Array.from({ length: 100 }, (_, i) => ({ key: `many ${i}`, value: String(i) })),
      "100",
    );
    await log(
      Array.from({ length: 101 }, (_, i) => ({ key: `more ${i}`, value: String(i) })),
      "101",
    );
    await log({ key: "a", value: "b" }, "an object");
    await log(null, "null");
    await log(["a"], "a text in the list");
    await log([null], "null in the list");
    await probe.get("runs/get", { run_id });
  },
};
