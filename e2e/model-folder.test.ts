import { execFile, spawn } from "node:child_process";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { LINEAR } from "../conformance/sdk/models/linear.ts";
import { findFreePort, makeFolder, NODE, PYTHON3, removeFolder } from "../conformance/servers.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { listPages } from "./pages.ts";
import { runPython } from "./python.ts";

const url = inject("serverUrl");

let browser: Browser;
let folder: string;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await makeFolder("model");
  // Programs in the folder find the packages that a user would install.
  await symlink(resolve(import.meta.dirname, "../node_modules"), join(folder, "node_modules"));
});
afterAll(async () => {
  await browser.close();
  await removeFolder(folder);
});
beforeEach(async () => {
  watched = await openPage(browser);
});
afterEach(async () => {
  await watched.close();
  expectNoTrouble();
});

function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

/** Opens the folder of the model that the PyTorch example logged, in its run. */
async function openModel(): Promise<Locator> {
  const { page } = watched;
  const run = (await listPages(url)).find(({ name }) => name === "run");
  await page.goto(url + (run?.path ?? ""));
  await page.getByRole("treeitem", { name: "model", exact: true }).click();
  const guide = page.getByRole("region", { name: /^Preview of models:/ });
  await guide.getByRole("heading", { name: "Load this model" }).waitFor();
  return guide;
}

const snippet = (guide: Locator, title: string) =>
  guide.getByLabel(`${title} snippet`, { exact: true }).innerText();

describe("the folder of a model", () => {
  it("says what the model takes and gives, and what it needs", async () => {
    const guide = await openModel();
    const rows = guide.getByRole("table", { name: "Signature" }).getByRole("row");
    expect((await rows.nth(1).getByRole("cell").allInnerTexts()).join("|")).toBe(
      "Input|–|tensor float32|(-1, 10, 10)|yes",
    );
    expect(await rows.nth(2).innerText()).toMatch(/Output.*tensor float32.*\(-1, 10\)/s);
    expect(await guide.getByLabel("requirements", { exact: true }).innerText()).toMatch(
      /^torch==/m,
    );
    expect(await guide.getByLabel("input example", { exact: true }).innerText()).toMatch(
      /^\[\[\[-?\d/,
    );
    for (const fact of ["python_function, pytorch", /^\d+(\.\d)? kB$/, /^3\.\d+\.\d+$/]) {
      await guide.getByRole("definition").filter({ hasText: fact }).first().waitFor();
    }
  });

  it("holds lines of Python that run as they are shown, and answer to the model's example", async () => {
    const guide = await openModel();
    expect(await runPython(await snippet(guide, "mlflow.pytorch"))).toMatch(/^tensor\(\[\[/);
    expect(await runPython(await snippet(guide, "mlflow.pyfunc"))).toMatch(/^\[\[[\s-]*\d/);
  });

  it("holds lines that serve it, and lines of TypeScript that then ask it", async () => {
    const guide = await openModel();
    await guide.getByRole("button", { name: "TypeScript" }).click();
    const port = String(await findFreePort());
    const withPort = async (title: string) =>
      (await snippet(guide, title)).replaceAll("5001", port);
    const server = await serve(await withPort("Serve it, in a terminal"), port);
    try {
      const answer = await runTypescript(await withPort("Ask it"));
      expect(answer).toMatch(/predictions: \[\s*\[\s*-?\d/);
    } finally {
      await server.stop();
    }
    await runTypescript(await snippet(guide, "Download its files"));
    expect(await predictFrom(await readFile(join(folder, "model.zip")), "typescript")).toBe(
      "16 10",
    );
  });

  it("is downloaded as a whole, and loads where no server is", async () => {
    const guide = await openModel();
    const saved = watched.page.waitForEvent("download");
    await guide.getByRole("link", { name: /^Download the folder, / }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe("model.zip");
    expect(await predictFrom(await readFile(await download.path()), "browser")).toBe("16 10");
  });
});

it("makes an input of the signature for a model without an example", async () => {
  const logged = await runPython(`
import mlflow, numpy, pandas
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression
mlflow.set_tracking_uri("${url}")
mlflow.set_experiment("models without an example")
inputs = pandas.DataFrame({"size": [1.0, 2.0], "rooms": [1, 2]})
model = LinearRegression().fit(inputs, [1.0, 2.0])
with mlflow.start_run():
    info = mlflow.sklearn.log_model(
        model, name="prices", signature=infer_signature(inputs, numpy.array([1.0])),
        pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
    print(mlflow.active_run().info.experiment_id, info.model_id)
`);
  const [, experimentId = "", modelId = ""] = /^(\d+) (m-\w+)$/m.exec(logged) ?? [];
  const { page } = watched;
  await page.goto(`${url}/#/experiments/${experimentId}/models/${modelId}`);
  const guide = page.getByRole("region", { name: /^Preview of models:/ });
  const rows = guide.getByRole("table", { name: "Signature" }).getByRole("row");
  await rows.filter({ hasText: "rooms" }).filter({ hasText: "long" }).waitFor();
  expect(await runPython(await snippet(guide, "mlflow.pyfunc"))).toMatch(/^\[-?\d/);
  expect(await runPython(await snippet(guide, "mlflow.sklearn"))).toBe("");
});

describe("models that TypeScript runs", () => {
  /** Logs a model, opens it in the page and runs the lines of mlflow-ts that stand there. */
  async function runShown(program: string): Promise<{ guide: Locator; answer: string }> {
    const modelId = (await runTypescript(program)).trim().split("\n").at(-1) ?? "";
    const { page } = watched;
    await page.goto(`${url}/#/experiments/0/models/${modelId}`);
    const guide = page.getByRole("region", { name: /^Preview of models:/ });
    await guide.getByRole("heading", { name: "Load this model" }).waitFor();
    const typescript = guide.getByRole("button", { name: "TypeScript" });
    await typescript.click();
    const lines = await guide.getByLabel(/^Load it, .* snippet$/).innerText();
    return { guide, answer: await runTypescript(lines) };
  }

  const PROGRAM = `import * as mlflow from "mlflow-ts";\nmlflow.setTrackingUri("${url}");\n`;

  it("answer to the lines that stand there: a module, whose code they run", async () => {
    await writeFile(
      join(folder, "double.mjs"),
      "export const predict = (x) => x.map((y) => 2 * y);",
    );
    const { guide, answer } = await runShown(`${PROGRAM}
const { modelId } = await mlflow.logModel("double.mjs", { name: "double", inputExample: [1, 2.5] });
console.log(modelId);`);
    expect(answer).toBe("[ 2, 5 ]\n");
    await guide.getByText("Loading it runs its code").waitFor();
    await guide.getByRole("button", { name: "Python" }).click();
    await guide.getByText("No library of Python runs this model").waitFor();
  });

  it("answer to the lines that stand there: TensorFlow.js", async () => {
    const { guide, answer } = await runShown(`${PROGRAM}
import * as tf from "@tensorflow/tfjs";
const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" });
const { modelId } = await mlflow.logModel(tf.sequential({ layers: [layer] }), { name: "sum" });
console.log(modelId);`);
    expect(answer).toContain("[ [ 0 ] ]");
    const rows = guide.getByRole("table", { name: "Signature" }).getByRole("row");
    expect(await rows.nth(1).innerText()).toMatch(/Input.*tensor float32.*\(-1, 2\)/s);
  });

  it("answer to the lines that stand there: ONNX, which Python runs too", async () => {
    await writeFile(join(folder, "linear.onnx"), LINEAR);
    const { guide, answer } = await runShown(`${PROGRAM}
const inputExample = [[1, 2, 3]];
const { modelId } = await mlflow.logModel("linear.onnx", { name: "linear", inputExample });
console.log(modelId);`);
    expect(answer).toBe("[ [ 16, 22 ] ]\n");
    await guide.getByRole("button", { name: "Python" }).click();
    expect(await runPython(await snippet(guide, "mlflow.pyfunc"))).toMatch(/16.*22/);
  });
});

/** Starts what a terminal would, and waits until it answers. */
async function serve(command: string, port: string) {
  const bin = PYTHON3.replace(/\/[^/]+$/, "");
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  // In a group of its own, so that all that it starts ends with it.
  const child = spawn("bash", ["-c", command], {
    cwd: folder,
    env,
    detached: true,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 90_000, interval: 500 }).toBe(true);
  return {
    stop: async () => {
      if (child.pid !== undefined) process.kill(-child.pid);
      await ended;
    },
  };
}

/** Runs lines of TypeScript in the test's folder; answers what they print. */
async function runTypescript(code: string): Promise<string> {
  await writeFile(join(folder, "program.mts"), code);
  const { stdout } = await promisify(execFile)(NODE, ["program.mts"], { cwd: folder });
  return stdout;
}

/** Unpacks an archive and asks the model in it, without any server; answers its output's shape. */
async function predictFrom(archive: Uint8Array, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(`${path}.zip`, archive);
  return runPython(`
import zipfile, mlflow
zipfile.ZipFile("${path}.zip").extractall("${path}")
model = mlflow.pyfunc.load_model("${path}/model")
print(*model.predict(model.input_example).shape)
`);
}
