import { Api, API, at, listAt, parseJson, textAt } from "../api.ts";
import { encodeRequest, type Connection, type Target } from "../load.ts";
import { expectOk, keepBusy, type Span } from "../measure.ts";
import type { Outcome, Workload } from "./workload.ts";

const CONNECTIONS = 4;
const PARAMS = Array.from({ length: 20 }, (_, index) => ({
  key: `param_${index}`,
  value: `value ${index}`,
}));
const METRIC_KEYS = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"];
const EPOCHS = 10;

/** What a short training does: create, 20 params at once, 10 epochs of 4 metrics, finish. */
export const wholeRuns: Workload = {
  name: "whole-runs",
  title: `whole runs (13 requests each), ${CONNECTIONS} connections`,
  unit: "runs/s",
  figure: "rate",
  needs: { sqlite: { atLeast: 30, aim: 40 }, postgresql: { atLeast: 10 } },
  run,
};

async function run(target: Target, span: Span): Promise<Outcome> {
  const api = await Api.connect(target);
  const experiment = await api.createExperiment(`whole runs ${crypto.randomUUID()}`);
  const finished = new Set<string>();
  const timing = await keepBusy(target, CONNECTIONS, span, 1, async (connection) => {
    finished.add(await train(target, connection, experiment));
  });

  const found = await api.findRuns(experiment, "attributes.status = 'FINISHED'");
  if (found.length !== finished.size) {
    throw new Error(`${finished.size} runs were finished, ${found.length} are found`);
  }
  for (const run of found) {
    const id = textAt(run, "info", "run_id");
    const params = listAt(run, "data", "params").length;
    const metrics = listAt(run, "data", "metrics");
    const last = metrics.every((metric) => Number(at(metric, "step")) === EPOCHS - 1);
    if (!finished.has(id) || params !== PARAMS.length || metrics.length !== 4 || !last) {
      throw new Error(`run ${id} is not what was logged: ${JSON.stringify(run).slice(0, 500)}`);
    }
  }
  const sample = [...finished].slice(0, 5);
  for (const id of sample) {
    const count = await api.countHistory(id, "val_loss");
    if (count !== EPOCHS) throw new Error(`run ${id}: ${count} of ${EPOCHS} epochs in val_loss`);
  }
  api.close();
  return { timing, verified: `${found.length} runs finished and found whole` };
}

async function train(target: Target, connection: Connection, experiment: string): Promise<string> {
  const post = async (path: string, body: unknown): Promise<Buffer> =>
    expectOk(await connection.send(encodeRequest(target, "POST", `${API}/runs/${path}`, body)))
      .body;
  const created = await post("create", { experiment_id: experiment, start_time: Date.now() });
  const runId = textAt(parseJson(created), "run", "info", "run_id");
  await post("log-batch", { run_id: runId, params: PARAMS });
  for (let step = 0; step < EPOCHS; step += 1) {
    const timestamp = Date.now();
    const metrics = METRIC_KEYS.map((key, index) => ({
      key,
      value: (index + 1) / (step + 1),
      timestamp,
      step,
    }));
    await post("log-batch", { run_id: runId, metrics });
  }
  await post("update", { run_id: runId, status: "FINISHED", end_time: Date.now() });
  return runId;
}
