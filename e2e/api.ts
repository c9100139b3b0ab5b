/** Sends what a client would, for the data that a test looks at. */
export async function post<Answer = unknown>(
  url: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  // The test that asks knows what the endpoint answers.
  return (await answer.json()) as Answer;
}

export async function createExperiment(url: string, name: string): Promise<string> {
  type Answer = { experiment_id: string };
  return (await post<Answer>(url, "experiments/create", { name })).experiment_id;
}

export interface RunInfo {
  readonly run_id: string;
  readonly experiment_id: string;
  readonly run_name: string;
}

export async function createRun(
  url: string,
  experimentId: string,
  runName: string,
): Promise<RunInfo> {
  const body = { experiment_id: experimentId, run_name: runName, start_time: Date.now() };
  return (await post<{ run: { info: RunInfo } }>(url, "runs/create", body)).run.info;
}

export interface Run {
  readonly info: RunInfo;
  readonly data: {
    readonly metrics: readonly { readonly key: string; readonly value: number | string }[];
  };
}

/** The runs of an experiment that a filter finds. */
export async function searchRuns(
  url: string,
  experimentId: string,
  filter = "",
): Promise<readonly Run[]> {
  const body = { experiment_ids: [experimentId], filter };
  return (await post<{ runs?: Run[] }>(url, "runs/search", body)).runs ?? [];
}

/** Stores a file among a run's artifacts. */
export async function uploadArtifact(
  url: string,
  run: RunInfo,
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const place = [run.experiment_id, run.run_id, "artifacts", ...path.split("/")];
  const address = place.map(encodeURIComponent).join("/");
  const answer = await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${address}`, {
    method: "PUT",
    body: content,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

export function runAddress(url: string, run: RunInfo): string {
  return `${url}/#/experiments/${run.experiment_id}/runs/${run.run_id}`;
}
