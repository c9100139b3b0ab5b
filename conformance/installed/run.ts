/**
 * The package as its users install it, packed as README.md says, in an empty folder: how heavy it
 * is, how long its import takes, README's quick start, what it says while no runtime of ONNX is
 * there, and that onnxruntime-node runs a model once it is. The install script of that, which
 * fetches builds for GPUs, is left out.
 */
import { execFile } from "node:child_process";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { LINEAR } from "../sdk/models/linear.ts";
import { makeFolder, NODE, removeFolder } from "../servers.ts";
import { measureImport } from "./import-time.ts";
import { tryQuickStart } from "./quick-start.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_IMPORT_MS = 50;
const PROGRAM = `
import * as mlflow from "mlflow-ts";
const [, , folder] = process.argv;
await mlflow.saveModel("linear.onnx", folder, { inputExample: [[1, 2, 3]] });
const model = await mlflow.loadModel(folder);
console.log(JSON.stringify([model.signature?.inputs, await model.predict(model.inputExample)]));
`;
const EXPECTED =
  '[[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3]}}],[[16,22]]]\n';

const toMb = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

const folder = await makeFolder("installed");
const run = promisify(execFile);
const npm = (...args: string[]) => run("npm", args, { cwd: folder });

async function runProgram(into: string): Promise<string> {
  try {
    return (await run(NODE, ["program.mjs", into], { cwd: folder })).stdout;
  } catch (error) {
    return String(error);
  }
}

async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(async (file) => (await stat(join(file.parentPath, file.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const wrong: string[] = [];
try {
  await run("npm", ["pack", "-w", "mlflow-ts", "--pack-destination", folder], { cwd: REPOSITORY });
  await npm("init", "--yes");
  await npm("install", "./mlflow-ts-0.1.0.tgz");
  const bytes = await sizeOf(join(folder, "node_modules/mlflow-ts/dist/client"));
  const whole = await sizeOf(join(folder, "node_modules/mlflow-ts"));
  console.log(
    `The client is ${toMb(bytes)}, with the server and the page ${toMb(whole)}; it installs 1 package.`,
  );
  if (bytes > MAX_BYTES) wrong.push(`the client is larger than ${MAX_BYTES} bytes`);
  const others = (await readdir(join(folder, "node_modules"))).filter(
    (name) => !name.startsWith("."),
  );
  if (String(others) !== "mlflow-ts") wrong.push(`it installs ${others.join(", ")}`);
  const importMs = await measureImport(folder, MAX_IMPORT_MS);
  console.log(`Its import takes ${importMs.toFixed(0)} ms.`);
  if (importMs >= MAX_IMPORT_MS) wrong.push(`its import takes more than ${MAX_IMPORT_MS} ms`);
  wrong.push(...(await tryQuickStart(folder)));
  await writeFile(join(folder, "linear.onnx"), LINEAR);
  await writeFile(join(folder, "program.mjs"), PROGRAM);
  const without = await runProgram("first");
  if (!without.includes("npm install onnxruntime-node"))
    wrong.push(`without onnxruntime: ${without}`);
  await npm("install", "--ignore-scripts", "onnxruntime-node");
  const answer = await runProgram("second");
  console.log(`On onnxruntime-node: ${answer}`);
  if (answer !== EXPECTED) wrong.push(`on onnxruntime-node: ${answer}`);
} finally {
  await removeFolder(folder);
}
for (const one of wrong) console.error(`FAILED: ${one}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
