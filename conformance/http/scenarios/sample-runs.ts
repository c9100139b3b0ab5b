import type { Probe } from "../probe.ts";
import { createExperiment, createRun } from "../scenario.ts";

interface Sample {
  readonly name: string;
  readonly start: number;
  readonly status?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Runs that tell every operator and every null and NaN rule apart. */
const SAMPLES: readonly Sample[] = [
  {
    name: "alpha",
    start: 1000,
    status: "FINISHED",
    params: { lr: "0.1", optimizer: "adam", "layer sizes": "64" },
    metrics: { acc: 0.5, loss: 1, "val/acc": 0.4 },
    tags: { team: "vision", "mlflow.user": "ada", "mlflow.source.name": "train.py" },
  },
  {
    name: "Beta",
    start: 3000,
    status: "FAILED",
    params: { lr: "0.01", optimizer: "SGD" },
    metrics: { acc: 0.9, loss: "NaN" },
    tags: { team: "Vision" },
  },
  {
    name: "gamma_1",
    start: 2000,
    status: "KILLED",
    params: { lr: "1e-3" },
    metrics: { acc: "Infinity", loss: 0.5 },
    tags: { team: "speech", "a.b c": "x" },
  },
  { name: "delta%2", start: 2000, metrics: { acc: "-Infinity" }, tags: { empty: "" } },
  {
    name: "émile 🚀",
    start: 4000,
    metrics: { acc: "NaN", loss: 1 },
    params: { optimizer: "Adam" },
  },
  { name: "it's", start: 5000, params: { lr: "0.1", quote: 'say "hi"' }, metrics: { acc: 0.5 } },
];

export interface SampleRuns {
  readonly experimentId: string;
  readonly runIds: readonly string[];
  search(fields: object, step: string): Promise<{ next_page_token?: string }>;
}

/** Makes the samples in an experiment of their own. */
export async function prepareSampleRuns(probe: Probe): Promise<SampleRuns> {
  const experimentId = await createExperiment(probe);
  const runIds: string[] = [];
  for (const { name, start, status, params = {}, metrics = {}, tags = {} } of SAMPLES) {
    const pairs = (record: Readonly<Record<string, string>>) =>
      Object.entries(record).map(([key, value]) => ({ key, value }));
    const run_id = await createRun(probe, experimentId, { run_name: name, start_time: start });
    runIds.push(run_id);
    await probe.post("runs/log-batch", {
      run_id,
      params: pairs(params),
      tags: pairs(tags),
      metrics: Object.entries(metrics).map(([key, value]) => ({
        key,
        value,
        timestamp: 1,
        step: 1,
      })),
    });
    if (status) await probe.post("runs/update", { run_id, status, end_time: start + 500 });
  }
  return {
    experimentId,
    runIds,
    search: (fields, step) =>
      probe.post(
        "runs/search",
        {
          experiment_ids: [experimentId],
          order_by: ["attributes.start_time", "attributes.run_name"],
          ...fields,
        },
        step,
      ),
  };
}

/** Searches the samples once with each filter. */
export async function filterSampleRuns(probe: Probe, filters: readonly string[]): Promise<void> {
  const { search } = await prepareSampleRuns(probe);
  for (const filter of filters) await search({ filter }, filter);
}
