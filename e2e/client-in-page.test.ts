import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join, resolve } from "node:path";
import * as mlflow from "mlflow-ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { LINEAR } from "../conformance/sdk/models/linear.ts";
import { findFreePort } from "../conformance/servers.ts";
import { type SdkServer, startServer } from "../conformance/sdk/server.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
/** This machine by a name, as servers allow pages of localhost anyway. */
const HOST = "training.example";

/** What the training's server serves: the page, and what it loads by name. */
const FILES: Readonly<Record<string, string>> = {
  "/echarts.js": "node_modules/echarts/dist/echarts.min.js",
  "/plotly.js": "node_modules/plotly.js-dist-min/plotly.min.js",
  "/ort.mjs": "node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs",
  "/ort-wasm-simd-threaded.wasm": "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
  "/tf.mjs": "node_modules/@tensorflow/tfjs/dist/tf.fesm.min.js",
};
const IMPORTS = { "onnxruntime-web": "/ort.mjs", "@tensorflow/tfjs": "/tf.mjs" };
const PAGE = `<!doctype html><meta charset="utf-8"><title>A training</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script src="/echarts.js"></script><script src="/plotly.js"></script>
<script type="module">
  window.mlflow = await import("/browser.mjs");
  document.title = "ready";
</script>`;

let browser: Browser;
let server: SdkServer;
/** The origin that the server allows, and another. */
let allowed: string;
let foreign: string;
const sites: Server[] = [];
let watched: WatchedPage;

beforeAll(async () => {
  allowed = await serveSite();
  foreign = await serveSite();
  server = await startServer({ env: { MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: allowed } });
  browser = await launchBrowser(`--host-resolver-rules=MAP ${HOST} 127.0.0.1`);
  mlflow.setTrackingUri(server.url);
});
afterAll(async () => {
  await browser.close();
  for (const site of sites) site.close();
  await server.remove();
});

beforeEach(async () => {
  watched = await openPage(browser);
});
afterEach(() => watched.close());

/** The client loads its own further parts by their names beside it. */
function findFile(path: string): string | undefined {
  const isPart = /^\/[\w-]+\.mjs$/.test(path);
  return FILES[path] ?? (isPart ? `packages/cli/dist/client${path}` : undefined);
}

/** Answers its origin. */
async function serveSite(): Promise<string> {
  const port = await findFreePort();
  const site = createServer((request, response) => {
    const file = findFile(request.url ?? "");
    const type = file?.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    response.setHeader("content-type", file === undefined ? "text/html" : type);
    if (file === undefined) response.end(PAGE);
    else void readFile(join(REPOSITORY, file)).then((content) => response.end(content));
  });
  await new Promise<void>((done) => site.listen(port, "127.0.0.1", done));
  sites.push(site);
  return `http://${HOST}:${port}`;
}

async function openTraining(origin = allowed): Promise<Page> {
  const { page } = watched;
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => document.title === "ready");
  return page;
}

/** What a module exports, in its namespaces too. */
function listNames(from: object, path: string): string[] {
  return Object.entries(from).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? listNames(value, `${path}${name}.`)
      : `${path}${name}`,
  );
}

/** Runs code in the page, where `mlflow` is the client and `uri` the server's address. */
function inPage<Result>(page: Page, code: string): Promise<Result> {
  return page.evaluate<Result>(
    `(async () => { const uri = ${JSON.stringify(server.url)}; ${code} })()`,
  );
}

test("a training in a page of another origin logs params, metrics and figures", async () => {
  const page = await openTraining();
  const runId = await inPage<string>(
    page,
    `mlflow.setTrackingUri(uri);
    await mlflow.setExperiment("in a browser");
    return mlflow.startRun({ runName: "a line" }, async (run) => {
      mlflow.logParams({ lr: 0.1, steps: 200 });
      let slope = 0;
      for (let step = 0; step < 200; step += 1) {
        let loss = 0, gradient = 0;
        for (const x of [0, 1, 2]) {
          const error = slope * x - 3 * x;
          loss += error ** 2 / 3;
          gradient += (2 * error * x) / 3;
        }
        slope -= 0.1 * gradient;
        mlflow.logMetric("loss", loss, { step });
      }
      mlflow.logMetric("slope", slope);
      await mlflow.logText("# A line", "notes.md");
      await mlflow.logTable({ x: [0, 1], y: [0, 3] }, "points.json");
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="red"/></svg>';
      for (const end of ["svg", "png", "html"]) await mlflow.logFigure(svg, "plots/line." + end);
      const canvas = document.createElement("canvas");
      canvas.width = 50;
      canvas.height = 20;
      canvas.getContext("2d").fillRect(0, 0, 50, 20);
      await mlflow.logFigure(canvas, "plots/canvas.png");
      await mlflow.logImage(canvas, "plots/image.png");
      await mlflow.logImage(canvas, { key: "samples", step: 1 });
      const pdf = await mlflow.logFigure(canvas, "plots/canvas.pdf").catch((error) => error.message);
      mlflow.setTag("pdf", pdf);
      const bars = { xAxis: { data: ["a"] }, yAxis: {}, series: [{ type: "bar", data: [1] }] };
      const points = { data: [{ y: [1, 2] }] };
      for (const end of ["svg", "png", "html", "json"]) {
        await mlflow.logFigure(bars, "plots/bars." + end);
        await mlflow.logFigure(points, "plots/points." + end);
      }
      return run.info.runId;
    });`,
  );
  const { info, data } = await mlflow.getRun(runId);
  expect(info).toMatchObject({ status: "FINISHED", runName: "a line" });
  expect(data.params).toEqual({ lr: "0.1", steps: "200" });
  expect(data.metrics["slope"]).toBeCloseTo(3);
  expect(await mlflow.getMetricHistory(runId, "loss")).toHaveLength(200);
  const client = mlflow.createClient({ baseUrl: server.url });
  const { files } = await client.listArtifacts({ run_id: runId, path: "plots" });
  expect(files?.map((file) => file.path)).toEqual(
    ["bars.html", "bars.json", "bars.png", "bars.svg", "canvas.png", "image.png"]
      .concat(["line.html", "line.png", "line.svg"])
      .concat(["points.html", "points.json", "points.png", "points.svg"])
      .map((name) => `plots/${name}`),
  );
  expect(data.tags["pdf"]).toContain("'plots/canvas.pdf' is neither");
  const sizes = {
    bars: [1400, 900],
    canvas: [50, 20],
    image: [50, 20],
    line: [80, 60],
    points: [1400, 900],
  };
  for (const [name, size] of Object.entries(sizes)) {
    const answer = await client.getRunArtifact({ run_id: runId, path: `plots/${name}.png` });
    const png = Buffer.from(await answer.arrayBuffer());
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(size);
  }
  // What was not there yet, the experiment and the table, is a line in the browser's console.
  expect(watched.troubles.filter((line) => !line.includes("404"))).toEqual([]);
});

test("a TensorFlow.js training in a page logs itself, with a model that Node.js loads", async () => {
  const page = await openTraining();
  const answer = await inPage<number>(
    page,
    `mlflow.setTrackingUri(uri);
    await mlflow.setExperiment("tensorflow.js in a browser");
    const tf = await import("@tensorflow/tfjs");
    await tf.setBackend("cpu");
    await mlflow.autolog();
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: tf.train.sgd(0.05), loss: "meanSquaredError" });
    await model.fit(tf.tensor2d([[0], [1], [2]]), tf.tensor2d([[1], [3], [5]]), { epochs: 20 });
    return (await model.predict(tf.tensor2d([[4]])).data())[0];`,
  );
  await mlflow.setExperiment("tensorflow.js in a browser");
  const [run, ...others] = await mlflow.searchRuns();
  expect(others).toEqual([]);
  expect(run?.info.status).toBe("FINISHED");
  expect(run?.data.params).toMatchObject({ epochs: "20", opt_name: "SGD" });
  const runId = run?.info.runId ?? "";
  expect(await mlflow.getMetricHistory(runId, "loss")).toHaveLength(20);
  const model = await mlflow.loadModel(`runs:/${runId}/model`);
  const [[predicted = NaN] = []] = (await model.predict([[4]])) as number[][];
  expect(predicted).toBeCloseTo(answer, 4);
});

test("a training that is offline for a while goes on, and nothing of it is lost", async () => {
  const page = await openTraining();
  const runId = await inPage<string>(
    page,
    `mlflow.setTrackingUri(uri);
    const run = await mlflow.startRun();
    mlflow.logMetric("step", 0, { step: 0 });
    await mlflow.flush();
    return run.info.runId;`,
  );
  await watched.context.setOffline(true);
  const failure = await inPage<string>(
    page,
    `for (let step = 1; step <= 20_000; step += 1) {
      mlflow.logMetric("step", step, { step });
      if (step % 1000 === 0) await new Promise((done) => setTimeout(done, 50));
    }
    mlflow.logParam("logged", "offline");
    return mlflow.flush().then(() => "none", (error) => error.errorCode + " " + error.message);`,
  );
  expect(failure).toMatch(
    /^CONNECTION_FAILED .*is kept in memory and sent once the server is back/,
  );
  await watched.context.setOffline(false);
  await inPage(page, `mlflow.logMetric("step", 20_001, { step: 20_001 }); await mlflow.endRun();`);
  await expect
    .poll(async () => (await mlflow.getRun(runId)).info.status, { timeout: 60_000 })
    .toBe("FINISHED");
  const history = await mlflow.getMetricHistory(runId, "step");
  expect(history).toHaveLength(20_002);
  expect(new Set(history.map(({ step }) => step)).size).toBe(20_002);
  expect((await mlflow.getRun(runId)).data.params).toEqual({ logged: "offline" });
});

test("models are logged and loaded in a page, ONNX and TensorFlow.js", async () => {
  const page = await openTraining();
  const answers = await inPage<unknown>(
    page,
    `mlflow.setTrackingUri(uri);
    const tf = await import("@tensorflow/tfjs");
    const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" });
    const graph = Uint8Array.from(atob("${LINEAR.toString("base64")}"), (c) => c.charCodeAt(0));
    return mlflow.startRun(async () => {
      const sum = await mlflow.logModel(tf.sequential({ layers: [layer] }), { name: "sum" });
      const linear = await mlflow.logModel(graph, { name: "linear", inputExample: [[1, 2, 3]] });
      const [one, other] = [await mlflow.loadModel(sum.modelUri), await mlflow.loadModel(linear.modelUri)];
      return [await one.predict([[3, 4]]), await other.predict(other.inputExample), other.signature];
    });`,
  );
  const tensor = (shape: number[]) => [
    { type: "tensor", "tensor-spec": { dtype: "float32", shape } },
  ];
  expect(answers).toEqual([
    [[7]],
    [[16, 22]],
    { inputs: tensor([-1, 3]), outputs: tensor([-1, 2]) },
  ]);
});

test("a model that is a module of Node.js is refused in a page", async () => {
  const module = join(REPOSITORY, "conformance/sdk/models/rules.mjs");
  const { modelUri } = await mlflow.logModel(module, { name: "rules", codePaths: ["lib"] });
  const page = await openTraining();
  const failure = await inPage<string>(
    page,
    `mlflow.setTrackingUri(uri);
    return mlflow.loadModel("${modelUri}").then(() => "none", (error) => error.message);`,
  );
  expect(failure).toContain("load it in Node.js");
});

test("a page that the server does not allow is told how to allow it", async () => {
  const page = await openTraining(foreign);
  const failure = await inPage<string>(
    page,
    `mlflow.setTrackingUri(uri);
    const client = mlflow.createClient({ baseUrl: uri });
    return client.createExperiment({ name: "foreign" }).then(() => "none", (error) => error.message);`,
  );
  expect(failure).toContain(`--cors-allowed-origins ${foreign}`);
  expect(await mlflow.getExperimentByName("foreign")).toBeUndefined();
});

test("what needs a machine and its files is not in the page's client, and all else is", async () => {
  const page = await openTraining();
  const inBrowser = await inPage<string[]>(
    page,
    `const list = (from, path) => Object.keys(from).flatMap((name) =>
      typeof from[name] === "object" ? list(from[name], path + name + ".") : path + name);
    return list(mlflow, "");`,
  );
  const missing = listNames(mlflow, "").filter((name) => !inBrowser.includes(name));
  expect(missing.toSorted()).toEqual([
    "disableSystemMetricsLogging",
    "enableSystemMetricsLogging",
    "javascript.loadModel",
    "javascript.logModel",
    "javascript.saveModel",
    "logArtifact",
    "logArtifacts",
    "onnx.saveModel",
    "saveModel",
    "setSystemMetricsNodeId",
    "setSystemMetricsSamplesBeforeLogging",
    "setSystemMetricsSamplingInterval",
    "syncSpool",
    "tfjs.saveModel",
  ]);
  const code = await readFile(join(REPOSITORY, findFile("/browser.mjs") ?? ""), "utf8");
  expect(code).not.toMatch(/(from|import\(|require\() ?"node:/);
});
