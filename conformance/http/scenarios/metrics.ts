import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const MAX_SAFE = 9_007_199_254_740_992n;

async function historyOf(probe: Probe, run_id: string, ...keys: string[]): Promise<void> {
  for (const metric_key of keys) {
    await probe.get("metrics/get-history", { run_id, metric_key }, `history of ${metric_key}`);
  }
  await probe.get("runs/get", { run_id });
}

export const metrics: Area = {
  "values a metric can have": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (key: string, value: unknown, step = key) =>
      probe.post("runs/log-metric", { run_id, key, value, timestamp: 1, step: 0 }, step);
    await log("zero", 0);
    await log("negative zero", "-0.0");
    await log("pi", 3.141592653589793);
    await log("tiny", 5e-324);
    await log("huge", 1.7976931348623157e308);
    await log("NaN", "NaN");
    await log("Infinity", "Infinity");
    await log("minus Infinity", "-Infinity");
    await log("small inf", "inf");
    await log("small minus inf", "-inf");
    await log("digits", "0.25");
    await log("exponent", "1e-3");
    await log("hex", "0x10");
    await log("text", "abc");
    await log("empty", "");
    await log("null", null);
    await log("big integer", 123456789012345);
    const raw = (key: string, value: string) =>
      probe.post(
        "runs/log-metric",
        `{"run_id":"${run_id}","key":"${key}","value":${value},"timestamp":1}`,
        `raw ${value}`,
      );
    await raw("raw long", "12345678901234567890");
    await raw("raw 1.0", "1.0");
    await historyOf(
      probe,
      run_id,
      "NaN",
      "Infinity",
      "minus Infinity",
      "huge",
      "tiny",
      "negative zero",
    );
  },

  "steps and timestamps": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (fields: string, step: string) =>
      probe.post("runs/log-metric", `{"run_id":"${run_id}","key":"m","value":1,${fields}}`, step);
    await log(`"timestamp":1,"step":${MAX_SAFE + 1n}`, "a step past 2^53");
    await log(`"timestamp":1,"step":"${MAX_SAFE + 3n}"`, "a step past 2^53 as text");
    await log(`"timestamp":1,"step":9223372036854775807`, "the largest step");
    await log(`"timestamp":1,"step":-9223372036854775808`, "the smallest step");
    await log(`"timestamp":1,"step":-1`, "a negative step");
    await log(`"timestamp":1,"step":2.0`, "2.0 as step");
    await log(`"timestamp":1,"step":"abc"`, "a text as step");
    await log(`"timestamp":1,"step":null`, "null as step");
    await log(`"timestamp":1`, "no step");
    await log(`"step":1`, "no timestamp");
    await log(`"timestamp":null,"step":7`, "null as timestamp");
    await log(`"timestamp":${MAX_SAFE + 1n},"step":1`, "a timestamp past 2^53");
    await log(`"timestamp":"1700000000000","step":3`, "a timestamp as text");
    await log(`"timestamp":-1,"step":4`, "a negative timestamp");
    await log(`"timestamp":0,"step":5`, "a timestamp of 0");
    await log(`"timestamp":"abc","step":6`, "a text as timestamp");
    await historyOf(probe, run_id, "m");
  },

  "keys and runs": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (fields: object, step: string) =>
      probe.post("runs/log-metric", { run_id, key: "m", value: 1, timestamp: 1, ...fields }, step);
    await log({ key: "val/loss", step: 1 }, "a slash");
    await log({ key: "mAP@50" }, "an at sign");
    await log({ key: "точность 🎯" }, "an emoji");
    await log({ key: "../m" }, "dots");
    await log({ key: "k".repeat(250) }, "a key of 250");
    await log({ key: "k".repeat(251) }, "a key of 251");
    await log({ key: "" }, "an empty key");
    await log({ key: null }, "null as key");
    await log({ key: 5 }, "a number as key");
    await log({ run_id: "nope" }, "an unknown run");
    await log({ run_id: "" }, "an empty run");
    await log(
      { model_id: "m-00000000000000000000000000000000", key: "of model" },
      "an unknown model",
    );
    await log({ dataset_name: "d", dataset_digest: "123", key: "of dataset" }, "a dataset");
    await log({ dataset_name: "d", key: "of half" }, "a dataset without digest");
    await probe.post("runs/log-metric", { key: "m", value: 1, timestamp: 1 }, "no run");
    await probe.post("runs/log-metric", { run_id, value: 1, timestamp: 1 }, "no key");
    await probe.post("runs/log-metric", { run_id, key: "m", timestamp: 1 }, "no value");
    await probe.post(
      "runs/log-metric",
      { run_uuid: run_id, key: "uuid", value: 1, timestamp: 1 },
      "by run_uuid",
    );
    await historyOf(probe, run_id, "val/loss", "of dataset");
  },

  "the latest value": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (key: string, points: [value: unknown, timestamp: number, step: number][]) =>
      probe.post(
        "runs/log-batch",
        {
          run_id,
          metrics: points.map(([value, timestamp, step]) => ({ key, value, timestamp, step })),
        },
        key,
      );
    await log("by step", [
      [1, 10, 5],
      [2, 20, 3],
      [3, 5, 4],
    ]);
    await log("by time", [
      [1, 10, 5],
      [2, 20, 5],
      [3, 15, 5],
    ]);
    await log("by value", [
      [1, 10, 5],
      [3, 10, 5],
      [2, 10, 5],
    ]);
    await log("equal", [
      [1, 10, 5],
      [1, 10, 5],
    ]);
    await log("nan first", [
      ["NaN", 10, 5],
      [2, 10, 5],
    ]);
    await log("nan last", [
      [2, 10, 5],
      ["NaN", 10, 5],
    ]);
    await log("infinite", [
      [2, 10, 5],
      ["Infinity", 10, 5],
      ["-Infinity", 10, 6],
    ]);
    await log("negative", [
      [-1, 10, -5],
      [-2, 10, -6],
    ]);
    for (const [value, timestamp, step] of [
      [1, 10, 5],
      [5, 9, 5],
      [0.5, 10, 5],
      [2, 10, 5],
    ]) {
      await probe.post("runs/log-metric", { run_id, key: "one by one", value, timestamp, step });
    }
    await log("one by one", [
      [9, 1, 4],
      [1, 11, 5],
    ]);
    await historyOf(
      probe,
      run_id,
      "by step",
      "by time",
      "by value",
      "equal",
      "nan first",
      "one by one",
    );
  },

  "batches of metrics": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (fields: object, step: string) =>
      probe.post("runs/log-batch", { run_id, ...fields }, step);
    const many = (count: number, key = "m") =>
      Array.from({ length: count }, (_, i) => ({ key, value: i / 8, timestamp: i, step: i }));
    await log({ metrics: many(1000) }, "1,000 of one key");
    await log(
      { metrics: many(1000).map((m, i) => ({ ...m, key: `k${i % 200}` })) },
      "1,000 of 200 keys",
    );
    await log({ metrics: many(1001, "over") }, "1,001");
    await log(
      { metrics: many(950, "sum"), params: many(50).map((_, i) => ({ key: `p${i}`, value: "1" })) },
      "1,000 in sum",
    );
    await log(
      {
        metrics: many(950, "over"),
        params: many(51).map((_, i) => ({ key: `o${i}`, value: "1" })),
      },
      "1,001 in sum",
    );
    await log({ tags: many(100).map((_, i) => ({ key: `t${i}`, value: "1" })) }, "100 tags");
    await log({ tags: many(101).map((_, i) => ({ key: `u${i}`, value: "1" })) }, "101 tags");
    await log({}, "nothing");
    await log({ metrics: [], params: [], tags: [] }, "empty lists");
    await log({ metrics: null }, "null");
    await log({ metrics: {} }, "an object");
    await log({ metrics: "abc" }, "a text");
    await log({ metrics: [5] }, "a number in the list");
    await log({ metrics: [{ key: "a", value: 1, timestamp: 1 }] }, "no step");
    await log({ metrics: [{ key: "b", value: 1, step: 1 }] }, "no timestamp");
    await log({ metrics: [{ key: "b", timestamp: 1 }] }, "no value");
    await log({ metrics: [{ value: 1, timestamp: 1 }] }, "no key");
    await log(
      { metrics: [{ key: "c", value: "0.5", timestamp: "2", step: "3" }] },
      "texts of digits",
    );
    await log(
      {
        metrics: [
          { key: "d", value: "NaN", timestamp: 2 },
          { key: "d", value: "Infinity", timestamp: 3 },
        ],
      },
      "NaN and infinity",
    );
    await log({ metrics: [{ key: "k".repeat(251), value: 1, timestamp: 1 }] }, "a long key");
    await log({ metrics: [{ key: "e", value: 1, timestamp: 1, extra: 1 }] }, "an unknown field");
    await log(
      {
        metrics: [
          { key: "f", value: 1, timestamp: 1 },
          { key: "g;", value: 1, timestamp: 1 },
        ],
      },
      "a bad key among good ones",
    );
    await log(
      {
        metrics: [{ key: "h", value: 1, timestamp: 1 }],
        params: [{ key: "p0", value: "changed" }],
      },
      "a good metric with a changed param",
    );
    await log(
      {
        tags: [
          { key: "i", value: "1" },
          { key: "i", value: "2" },
        ],
      },
      "a tag twice",
    );
    await log({ tags: [{ key: "j", value: "v".repeat(8001) }] }, "a long tag");
    await log({ tags: [{ key: "mlflow.runName", value: "by batch" }] }, "a name by tag");
    await log({ run_id: "nope", metrics: many(1) }, "an unknown run");
    await log({ run_id: "nope" }, "an unknown run and nothing");
    await log({ run_id: null, metrics: many(1) }, "null as run");
    await probe.post("runs/log-batch", { run_uuid: run_id, metrics: many(1) }, "by run_uuid");
    await historyOf(probe, run_id, "c", "d", "f", "h", "over");
  },
};
