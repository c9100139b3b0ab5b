import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NODE } from "../servers.ts";
import { type SdkServer, startServer } from "./server.ts";

const REPOSITORY = join(import.meta.dirname, "../..");

let server: SdkServer;
let runs: Map<string, mlflow.Run>;

beforeAll(async () => {
  server = await startServer();
  const args = ["examples/digits/train.ts", "--tracking-uri", server.url, "--experiment", "digits"];
  // As a person starts it, with the built package.
  const env = { ...process.env, NODE_OPTIONS: "" };
  await promisify(execFile)(NODE, args, { cwd: REPOSITORY, env });
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("digits");
  runs = new Map((await mlflow.searchRuns()).map((run) => [run.info.runName, run]));
});
afterAll(() => server.remove());

function find(name: string): mlflow.Run {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`No run is named '${name}'.`);
  return run;
}

test("each run ended as its name says", () => {
  const ends = [...runs].map(([name, { info }]) => [name, info.status]);
  expect(Object.fromEntries(ends)).toEqual({
    baseline: "FINISHED",
    "small steps": "FINISHED",
    adam: "FINISHED",
    "steps far too large": "FAILED",
    "stopped politely": "KILLED",
    vanished: "RUNNING",
  });
  expect(find("steps far too large").data.metrics["train_loss"]).toBeNaN();
  expect(find("steps far too large").data.tags["mlflow-ts.error"]).toContain("learning rate");
});

test.each(["baseline", "small steps", "adam"])(
  "'%s' learned, with a point of each metric for each epoch",
  async (name) => {
    const { info, data } = find(name);
    expect(data.params).toMatchObject({ epochs: "8", hidden: "64", seed: "7" });
    for (const key of ["train_loss", "val_loss", "val_accuracy"]) {
      const points = await mlflow.getMetricHistory(info.runId, key);
      expect(points.map(({ step }) => Number(step)).sort((a, b) => a - b)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7,
      ]);
    }
    const losses = await mlflow.getMetricHistory(info.runId, "train_loss");
    const byStep = losses.toSorted((a, b) => Number(a.step) - Number(b.step));
    expect(byStep.at(-1)?.value).toBeLessThan(byStep[0]?.value ?? 0);
    expect(data.metrics["test_accuracy"]).toBeGreaterThan(0.1);
  },
);

test("the confusion matrix is an image and a page that holds all it needs", async () => {
  const client = mlflow.createClient({ baseUrl: server.url });
  const { runId } = find("adam").info;
  const image = await client.getRunArtifact({ run_id: runId, path: "plots/confusion.png" });
  const png = Buffer.from(await image.arrayBuffer());
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);
  const page = await client.getRunArtifact({ run_id: runId, path: "plots/confusion.html" });
  const html = await page.text();
  expect(html).toContain("Confusion");
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
});

test("the model loads and predicts what it did in the training", async () => {
  const { data } = find("adam");
  expect(data.metrics["reload_difference"]).toBeLessThan(1e-5);
  const model = await mlflow.loadModel(data.tags["model_uri"] ?? "");
  expect(model.signature?.inputs).toMatchObject([{ type: "tensor" }]);
  const blank = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
  const [probabilities = []] = (await model.predict([blank])) as number[][];
  expect(probabilities).toHaveLength(10);
  expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 4);
});
