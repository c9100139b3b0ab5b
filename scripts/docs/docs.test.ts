import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LINEAR } from "../../conformance/sdk/models/linear.ts";
import { makeFolder, NODE, removeFolder, startOurs } from "../../conformance/servers.ts";
import { blocksOf, listSymbols, type Reflection, type ApiSymbol } from "./api.ts";
import { writeExamples } from "./write-examples.ts";

const HERE = import.meta.dirname;
const REPOSITORY = resolve(HERE, "../..");
const run = promisify(execFile);

let folder: string;
let symbols: ApiSymbol[];
beforeAll(async () => {
  folder = await makeFolder("docs");
  const outputs = ["--out", join(folder, "api"), "--json", join(folder, "api.json")];
  await run(NODE, ["node_modules/typedoc/bin/typedoc", ...outputs], { cwd: HERE });
  symbols = listSymbols(JSON.parse(await readFile(join(folder, "api.json"), "utf8")) as Reflection);
});
afterAll(() => removeFolder(folder));

async function readPages(under: string): Promise<[string, string][]> {
  const names = await readdir(under, { recursive: true });
  const pages = names.filter((name) => name.endsWith(".md")).toSorted();
  return Promise.all(pages.map(async (name) => [name, await readFile(join(under, name), "utf8")]));
}

test("docs/api says what the comments say now: `npm run docs` writes it", async () => {
  const now = await readPages(join(folder, "api"));
  expect(await readPages(join(REPOSITORY, "docs/api"))).toEqual(now);
});

test("everything that is exported says what it is", () => {
  expect(symbols.length).toBeGreaterThan(300);
  const bare = symbols.filter(({ reflection }) => !reflection.comment?.summary.length);
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test("whatever answers a promise says what it is rejected with", () => {
  const silent = symbols.filter(
    ({ reflection }) => reflection.type?.name === "Promise" && !blocksOf(reflection, "@throws")[0],
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test("every function has an example", () => {
  const functions = symbols.filter(
    ({ isOwn, reflection }) => isOwn && reflection.variant === "signature",
  );
  const shown = functions.filter(({ reflection }) => blocksOf(reflection, "@example").length > 0);
  const missing = new Set(functions.map(({ path }) => path));
  for (const { path } of shown) missing.delete(path);
  expect([...missing]).toEqual([]);
});

test("every example has right types and runs against a server", async () => {
  const program = join(HERE, ".cache");
  expect(await writeExamples(program, symbols)).toBeGreaterThan(80);
  const check = ["node_modules/typescript/bin/tsc", "-p", program];
  const checked = await run(NODE, check, { cwd: REPOSITORY }).catch((error: unknown) => error);
  expect(checked).toMatchObject({ stdout: "" });
  const server = await startOurs({ folder });
  try {
    await writeFile(join(folder, "model.onnx"), LINEAR);
    const env = { ...process.env, MLFLOW_TRACKING_URI: server.url };
    const command = ["--conditions=source", join(program, "examples.ts")];
    expect((await run(NODE, command, { cwd: folder, env })).stdout).toContain("all ran");
  } finally {
    await server.stop();
  }
});
