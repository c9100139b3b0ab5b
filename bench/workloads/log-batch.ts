import { Api, API } from "../api.ts";
import { encodeRequest, type Target } from "../load.ts";
import { expectOk, keepBusy, type Span } from "../measure.ts";
import type { Outcome, Workload } from "./workload.ts";

const CONNECTIONS = 4;
const METRICS = 1000;
const KEYS = 10;
const STEPS = METRICS / KEYS;

/** `runs/log-batch` of 1,000 metrics: 100 steps of 10 keys, on as many connections as MLflow has workers. */
export const logBatch: Workload = {
  name: "log-batch",
  title: `log-batch of 1,000 metrics, ${CONNECTIONS} connections`,
  unit: "points/s",
  figure: "rate",
  needs: { sqlite: { atLeast: 15, aim: 20 }, postgresql: { atLeast: 10 } },
  run,
};

async function run(target: Target, span: Span): Promise<Outcome> {
  const api = await Api.connect(target);
  const experiment = await api.createExperiment(`log-batch ${crypto.randomUUID()}`);
  const runIds: string[] = [];
  for (let lane = 0; lane < CONNECTIONS; lane += 1) runIds.push(await api.createRun(experiment));
  const acknowledged = runIds.map(() => 0);

  const timing = await keepBusy(
    target,
    CONNECTIONS,
    span,
    METRICS,
    async (connection, lane, round) => {
      const body = `{"run_id":"${runIds[lane]}","metrics":${metrics(round)}}`;
      const request = encodeRequest(target, "POST", `${API}/runs/log-batch`, body);
      expectOk(await connection.send(request));
      acknowledged[lane] = (acknowledged[lane] ?? 0) + 1;
    },
  );

  let stored = 0;
  for (const [lane, runId] of runIds.entries()) {
    for (let key = 0; key < KEYS; key += 1) {
      const expected = (acknowledged[lane] ?? 0) * STEPS;
      const count = await api.countHistory(runId, `metric_${key}`);
      if (count !== expected) {
        throw new Error(`run ${runId}, metric_${key}: ${expected} acknowledged, ${count} stored`);
      }
      stored += count;
    }
  }
  api.close();
  return { timing, verified: `${stored} points acknowledged and found in the histories` };
}

function metrics(round: number): string {
  const parts: string[] = [];
  const now = Date.now();
  for (let step = round * STEPS; step < (round + 1) * STEPS; step += 1) {
    for (let key = 0; key < KEYS; key += 1) {
      const value = (key + 1) / (step + 1);
      parts.push(`{"key":"metric_${key}","value":${value},"timestamp":${now},"step":${step}}`);
    }
  }
  return `[${parts.join(",")}]`;
}
