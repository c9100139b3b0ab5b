import { post, send } from "./send.ts";

interface Target {
  readonly url: string;
}

/** The text at a path of an answer's JSON; throws when there is none. */
export function textAt(json: unknown, ...path: readonly string[]): string {
  let value = json;
  for (const part of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined;
  }
  if (typeof value !== "string") {
    throw new Error(`No text at ${path.join(".")} of ${JSON.stringify(json)}.`);
  }
  return value;
}

/** Starts a run in the default experiment and answers its id. */
export async function createRun(server: Target): Promise<string> {
  const { json } = await post(server, "runs/create", { experiment_id: "0" });
  return textAt(json, "run", "info", "run_id");
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

interface RunData {
  readonly metrics: readonly (Omit<Pair, "value"> & { value: unknown; step: number })[];
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** What a run holds, without the tag that names it. */
export async function readRun(server: Target, runId: string): Promise<RunData> {
  const { json } = await send(server, { path: `/api/2.0/mlflow/runs/get?run_id=${runId}` });
  // The answer's form is not what these tests are about.
  const { run } = json as { run: { data: Partial<RunData> } };
  const { metrics = [], params = [], tags = [] } = run.data;
  return { metrics, params, tags: tags.filter(({ key }) => key !== "mlflow.runName") };
}
