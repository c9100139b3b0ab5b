import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { askJson, post } from "../call.ts";
import { NODE, PYTHON3, startOurs } from "../servers.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const ADDRESS = "http://127.0.0.1:8080";
const run = promisify(execFile);

/**
 * Does in a folder that has the package what README.md tells a newcomer, by its own words: starts
 * the server and runs both programs. Answers what went otherwise.
 */
export async function tryQuickStart(folder: string): Promise<string[]> {
  const readme = await readFile(join(REPOSITORY, "README.md"), "utf8");
  const env = { ...process.env, PATH: [dirname(NODE), process.env["PATH"]].join(delimiter) };
  process.env["MLFLOW_TS_COMMAND"] = `${join(folder, "node_modules/.bin/mlflow")} server`;
  const server = await startOurs({ folder, env });
  // Only the port is another: that of the text may be taken.
  const block = (language: string): string =>
    firstBlock(readme, language).replaceAll(ADDRESS, server.url);
  try {
    await writeFile(join(folder, "train.mts"), block("ts"));
    const tsc = join(REPOSITORY, "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--types", ""];
    await run(NODE, [tsc, ...options, "train.mts"], { cwd: folder });
    await run(NODE, ["train.mts"], { cwd: folder });
    const expected: unknown[] = [BY_TYPESCRIPT];
    if (process.env["MLFLOW_PYTHON"] !== undefined) {
      await run(PYTHON3, ["-c", block("python")], { cwd: folder });
      expected.unshift(BY_PYTHON);
    }
    const found = await findRuns(server.url);
    if (isDeepStrictEqual(found, expected)) return [];
    return [`after the quick start: ${JSON.stringify(found)}`];
  } catch (error) {
    // The compiler tells what is wrong on its standard output.
    const { stdout = "" } = error as { stdout?: string };
    return [`the quick start: ${error} ${stdout}`];
  } finally {
    await server.stop();
  }
}

const BY_TYPESCRIPT = {
  name: "baseline",
  status: "FINISHED",
  params: ["lr=0.01", "optimizer=adam"],
  losses: Array.from({ length: 10 }, (_, epoch) => 1 / (epoch + 1)),
  files: ["notes.md"],
};
const BY_PYTHON = {
  name: "of MLflow's making",
  status: "FINISHED",
  params: ["lr=0.01"],
  losses: [0.5],
  files: [],
};

function firstBlock(text: string, language: string): string {
  const [, block] = new RegExp(`\\n\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`README.md has no program in ${language}`);
  return block;
}

/** The runs of the experiment that both programs name, the newest first. */
async function findRuns(url: string): Promise<unknown[]> {
  const read = <T>(path: string): Promise<T> => askJson<T>(url, `/api/2.0/mlflow/${path}`);
  const { experiment } = await read<{ experiment: { experiment_id: string } }>(
    "experiments/get-by-name?experiment_name=my-experiment",
  );
  const experiment_ids = [experiment.experiment_id];
  const { runs } = await post<{ runs: readonly FoundRun[] }>(url, "runs/search", {
    experiment_ids,
  });
  const described = runs.map(async ({ info, data }) => {
    const run = `run_id=${info.run_id}`;
    const { metrics } = await read<{ metrics: readonly { value: number }[] }>(
      `metrics/get-history?metric_key=loss&${run}`,
    );
    const { files = [] } = await read<{ files?: readonly { path: string }[] }>(
      `artifacts/list?${run}`,
    );
    return {
      name: info.run_name === "baseline" ? info.run_name : "of MLflow's making",
      status: info.status,
      params: data.params.map(({ key, value }) => `${key}=${value}`),
      losses: metrics.map(({ value }) => value),
      files: files.map(({ path }) => path),
    };
  });
  return Promise.all(described);
}

interface FoundRun {
  readonly info: { readonly run_id: string; readonly run_name: string; readonly status: string };
  readonly data: { readonly params: readonly { key: string; value: string }[] };
}
