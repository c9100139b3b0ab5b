import { Api, API } from "../api.ts";
import { encodeRequest, type Target } from "../load.ts";
import { expectOk, keepBusy, type Span } from "../measure.ts";
import type { Outcome, Workload } from "./workload.ts";

/** One `runs/log-metric` after the other on each connection, each into a run of its own. */
export function logMetric(connections: number, needs: Workload["needs"]): Workload {
  return {
    name: `log-metric-${connections}`,
    title: `log-metric, ${connections} connection${connections === 1 ? "" : "s"}`,
    unit: "requests/s",
    figure: "rate",
    needs,
    run: (server, span) => run(server, span, connections),
  };
}

async function run(target: Target, span: Span, connections: number): Promise<Outcome> {
  const api = await Api.connect(target);
  const experiment = await api.createExperiment(`log-metric ${crypto.randomUUID()}`);
  const runIds: string[] = [];
  for (let lane = 0; lane < connections; lane += 1) runIds.push(await api.createRun(experiment));
  const acknowledged = runIds.map(() => 0);
  const start = Date.now();

  const timing = await keepBusy(target, connections, span, 1, async (connection, lane, round) => {
    // Written by hand: a generator on two cores must not cost what the server costs.
    const body = `{"run_id":"${runIds[lane]}","key":"loss","value":${1 / (round + 1)},"timestamp":${start + round},"step":${round}}`;
    const request = encodeRequest(target, "POST", `${API}/runs/log-metric`, body);
    expectOk(await connection.send(request));
    acknowledged[lane] = (acknowledged[lane] ?? 0) + 1;
  });

  let stored = 0;
  for (const [lane, runId] of runIds.entries()) {
    const count = await api.countHistory(runId, "loss");
    if (count !== acknowledged[lane]) {
      throw new Error(`run ${runId}: ${acknowledged[lane]} metrics acknowledged, ${count} stored`);
    }
    stored += count;
  }
  api.close();
  return { timing, verified: `${stored} points acknowledged and found in the histories` };
}
