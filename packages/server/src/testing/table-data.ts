import { post, send, type Answer } from "./send.ts";
import { textAt } from "./requests.ts";

interface Target {
  readonly url: string;
}

interface RunToLog {
  readonly name: string;
  readonly status?: string;
  readonly start?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** One value for each step, from 0 on; "NaN" and "Infinity" are texts. */
  readonly metrics?: Readonly<Record<string, readonly (number | string)[]>>;
}

/** Creates an experiment and answers its id. */
export async function createExperiment(server: Target, name: string): Promise<string> {
  const { json } = await post(server, "experiments/create", { name });
  return textAt(json, "experiment_id");
}

const toPairs = (pairs: Readonly<Record<string, string>> = {}) =>
  Object.entries(pairs).map(([key, value]) => ({ key, value }));

/** Logs a run with all that it has, and answers its id. */
export async function logRun(
  server: Target,
  experimentId: string,
  { name, status = "FINISHED", start = 1000, params, tags, metrics = {} }: RunToLog,
): Promise<string> {
  const body = { experiment_id: experimentId, run_name: name, start_time: start };
  const { json } = await post(server, "runs/create", body);
  const runId = textAt(json, "run", "info", "run_id");
  const points = Object.entries(metrics).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value, step, timestamp: start + step * 10 })),
  );
  await mustSucceed(
    post(server, "runs/log-batch", {
      run_id: runId,
      params: toPairs(params),
      tags: toPairs(tags),
      metrics: points,
    }),
  );
  if (status !== "RUNNING") {
    await mustSucceed(
      post(server, "runs/update", { run_id: runId, status, end_time: start + 500 }),
    );
  }
  return runId;
}

async function mustSucceed(sent: Promise<Answer>): Promise<void> {
  const { status, text } = await sent;
  if (status !== 200) throw new Error(`${status}: ${text}`);
}

/** Asks an endpoint of our own, such as `runs/window`. */
export function ask(
  server: Target,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const target = `/api/2.0/mlflow-ts/${path}`;
  return send(server, body === undefined ? { path: target } : { path: target, body });
}
