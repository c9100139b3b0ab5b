import type { IncomingHttpHeaders } from "node:http";

/** The connection broke: the server may or may not have done what it was asked. */
export class Unanswered extends Error {}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const TIMEOUT_MS = 60_000;

/** Sends a request and reads the whole answer, whatever its status. */
export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    throw new Unanswered(`no answer to ${path}`, { cause: error });
  }
}

/** The JSON of an answer; a status other than 200 throws. */
export async function askJson<T>(url: string, path: string, init: RequestInit = {}): Promise<T> {
  const { status, body } = await ask(url, path, init);
  if (status !== 200) throw new Error(`${path}: ${status} ${body.toString().slice(0, 500)}`);
  // Who calls knows the form of MLflow's answers; a test fails where it is another.
  return JSON.parse(body.toString()) as T;
}

/** Posts JSON to an endpoint below `/api/2.0/mlflow/`. */
export function post<T>(url: string, endpoint: string, fields: unknown): Promise<T> {
  return askJson<T>(url, `/api/2.0/mlflow/${endpoint}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
}

/** Creates a run, by default in the default experiment, and answers its id. */
export async function createRun(url: string, run_name: string, experiment_id = "0") {
  const fields = { experiment_id, run_name };
  const answer = await post<{ run: { info: { run_id: string } } }>(url, "runs/create", fields);
  return answer.run.info.run_id;
}
