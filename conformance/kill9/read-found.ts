import { ask, askJson, post } from "../call.ts";
import { FOLDER, REPLACED_FILE, versionOf } from "./files.ts";
import type { Found } from "./ledger.ts";

interface Pair {
  readonly key: string;
  readonly value: string;
}

interface Point {
  readonly key: string;
  readonly value: number;
  readonly step: number;
}

interface Run {
  readonly info: { readonly run_id: string; readonly run_name: string };
  readonly data: { readonly metrics?: Point[]; readonly params?: Pair[]; readonly tags?: Pair[] };
}

const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

/** Everything that writers may have left on a server, read as any client reads it. */
export async function readFound(url: string): Promise<Found> {
  const facts: string[] = [];
  const versions = new Map<string, number>();
  for (const run of await readRuns(url)) {
    const { run_name: name } = run.info;
    const { metrics = [], params = [], tags = [] } = run.data;
    facts.push(`run ${name}`);
    facts.push(...params.map(({ key, value }) => `param ${name} ${key}=${value}`));
    for (const { key, value } of tags) {
      if (key.startsWith("mlflow.")) continue;
      if (key === "version") versions.set(`tag ${name} version`, Number(value));
      else facts.push(`tag ${name} ${key}=${value}`);
    }
    for (const latest of metrics) facts.push(...(await readMetric(url, run, latest)));
  }
  for (const name of await listFiles(url)) {
    const { body } = await ask(url, `${ARTIFACTS}/${FOLDER}/${name}`);
    const version = versionOf(name, body);
    if (version === undefined) facts.push(`part of the file ${name}: ${body.length} bytes`);
    else if (name === REPLACED_FILE) versions.set(`file ${name}`, version);
    else facts.push(`file ${name}`);
  }
  return { facts, versions };
}

async function readRuns(url: string): Promise<Run[]> {
  const runs: Run[] = [];
  let page_token: string | undefined;
  do {
    const page: { runs?: Run[]; next_page_token?: string } = await post(url, "runs/search", {
      experiment_ids: ["0"],
      max_results: 1000,
      page_token,
    });
    runs.push(...(page.runs ?? []));
    page_token = page.next_page_token;
  } while (page_token);
  return runs;
}

/** The points of one metric; one more fact, which nobody wrote, when the latest is another. */
async function readMetric(url: string, { info }: Run, latest: Point): Promise<string[]> {
  const points: Point[] = [];
  let token = "";
  do {
    const query = new URLSearchParams({
      run_id: info.run_id,
      metric_key: latest.key,
      max_results: "25000",
      ...(token && { page_token: token }),
    });
    const page = await askJson<{ metrics?: Point[]; next_page_token?: string }>(
      url,
      `/api/2.0/mlflow/metrics/get-history?${query}`,
    );
    points.push(...(page.metrics ?? []));
    token = page.next_page_token ?? "";
  } while (token);
  const facts = points.map(({ key, step, value }) =>
    value === step ? `metric ${info.run_name} ${key} ${step}` : `value ${value} at step ${step}`,
  );
  const last = points.reduce((max, { step }) => Math.max(max, step), 0);
  if (last !== latest.step) {
    facts.push(`latest ${latest.key} ${latest.step} where the history ends with ${last}`);
  }
  return facts;
}

async function listFiles(url: string): Promise<string[]> {
  const { files = [] } = await askJson<{ files?: { path: string }[] }>(
    url,
    `${ARTIFACTS}?path=${FOLDER}`,
  );
  return files.map(({ path }) => path.split("/").at(-1) ?? "");
}
