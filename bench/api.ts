/** The few calls of MLflow's REST API that prepare and verify a workload. Not timed. */
import { Connection, encodeRequest, type Target } from "./load.ts";
import { expectOk } from "./measure.ts";

export const API = "/api/2.0/mlflow";
/** The largest page of a metric history that MLflow serves. */
export const HISTORY_PAGE = 25_000;

/** One step of an answer's JSON: bench reads answers of two servers and trusts neither's shape. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export class Api {
  #connection: Connection;
  readonly #target: Target;

  private constructor(target: Target, connection: Connection) {
    this.#target = target;
    this.#connection = connection;
  }

  static async connect(target: Target): Promise<Api> {
    return new Api(target, await Connection.open(target));
  }

  close(): void {
    this.#connection.close();
  }

  async createExperiment(name: string): Promise<string> {
    const answer = await this.#call("POST", `${API}/experiments/create`, { name });
    return textAt(answer, "experiment_id");
  }

  async createRun(experimentId: string): Promise<string> {
    const body = { experiment_id: experimentId, start_time: Date.now() };
    const answer = await this.#call("POST", `${API}/runs/create`, body);
    return textAt(answer, "run", "info", "run_id");
  }

  async getRun(runId: string): Promise<Json> {
    return this.#call("GET", `${API}/runs/get?run_id=${runId}`);
  }

  /** Counts the points of one metric through every page of its history. */
  async countHistory(runId: string, key: string): Promise<number> {
    let count = 0;
    for (let token = ""; ;) {
      const path = `${API}/metrics/get-history?run_id=${runId}&metric_key=${key}&max_results=${HISTORY_PAGE}`;
      const page = await this.#call("GET", token === "" ? path : `${path}&page_token=${token}`);
      count += listAt(page, "metrics").length;
      const next = at(page, "next_page_token");
      if (typeof next !== "string" || next === "") return count;
      token = encodeURIComponent(next);
    }
  }

  /** Every run of an experiment that `filter` keeps, through every page. */
  async findRuns(experimentId: string, filter: string): Promise<Json[]> {
    const runs: Json[] = [];
    for (let token: Json | undefined; ;) {
      const body = { experiment_ids: [experimentId], filter, max_results: 1000 };
      const page = await this.#call(
        "POST",
        `${API}/runs/search`,
        token === undefined ? body : { ...body, page_token: token },
      );
      runs.push(...listAt(page, "runs"));
      token = at(page, "next_page_token");
      if (token === undefined || token === "") return runs;
    }
  }

  async #call(method: string, path: string, body?: unknown): Promise<Json> {
    // It idles while a workload runs, and a server may close an idle connection.
    if (!this.#connection.isOpen) this.#connection = await Connection.open(this.#target);
    const answer = expectOk(
      await this.#connection.send(encodeRequest(this.#target, method, path, body)),
    );
    return parseJson(answer.body);
  }
}

export function parseJson(body: Buffer): Json {
  // JSON.parse answers any; Json is exactly what it can be.
  return JSON.parse(body.toString()) as Json;
}

/** The value under `keys`, or undefined where a key is missing. */
export function at(json: Json | undefined, ...keys: string[]): Json | undefined {
  let value = json;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** The list under `keys`; a missing one is empty, as protobuf's JSON leaves out empty lists. */
export function listAt(json: Json | undefined, ...keys: string[]): Json[] {
  const value = at(json, ...keys);
  return Array.isArray(value) ? value : [];
}

export function textAt(json: Json | undefined, ...keys: string[]): string {
  const value = at(json, ...keys);
  if (typeof value !== "string") {
    throw new Error(`expected a text at ${keys.join(".")}: ${JSON.stringify(json)?.slice(0, 300)}`);
  }
  return value;
}
