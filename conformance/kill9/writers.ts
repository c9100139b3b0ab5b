import { ask, createRun, post } from "../call.ts";
import { contentOf, FOLDER, REPLACED_FILE } from "./files.ts";
import type { Ledger } from "./ledger.ts";

/** Writes something new at each call, and notes it in the ledger before and after. */
export type Writer = (turn: number) => Promise<void>;

const BATCH_KEYS = ["loss", "accuracy", "lr", "grad norm"];
const STEPS_OF_BATCH = 10;

async function upload(url: string, name: string, version: number): Promise<void> {
  const { status, body } = await ask(url, `/api/2.0/mlflow-artifacts/artifacts/${FOLDER}/${name}`, {
    method: "PUT",
    body: contentOf(name, version),
  });
  if (status !== 200) throw new Error(`the upload of ${name}: ${status} ${body.toString()}`);
}

const metricFact = (run: string, key: string, step: number) => `metric ${run} ${key} ${step}`;

async function createNamedRun(url: string, ledger: Ledger, run: string): Promise<string> {
  const acknowledge = ledger.begin([`run ${run}`]);
  const id = await createRun(url, run);
  acknowledge();
  return id;
}

async function logMetrics(url: string, ledger: Ledger, run: string): Promise<Writer> {
  const run_id = await createNamedRun(url, ledger, run);
  return async (step) => {
    const acknowledge = ledger.begin([metricFact(run, "loss", step)]);
    const metric = { run_id, key: "loss", value: step, timestamp: step, step };
    await post(url, "runs/log-metric", metric);
    acknowledge();
  };
}

async function logBatches(url: string, ledger: Ledger, run: string): Promise<Writer> {
  const run_id = await createNamedRun(url, ledger, run);
  return async (turn) => {
    const metrics = BATCH_KEYS.flatMap((key) =>
      Array.from({ length: STEPS_OF_BATCH }, (_, i) => {
        const step = turn * STEPS_OF_BATCH + i;
        return { key, value: step, timestamp: step, step };
      }),
    );
    const params = ["x", "y"].map((key) => ({ key: `${key}${turn}`, value: `${turn}` }));
    const tags = [{ key: `batch${turn}`, value: "whole" }];
    const acknowledge = ledger.begin([
      ...metrics.map(({ key, step }) => metricFact(run, key, step)),
      ...params.map(({ key, value }) => `param ${run} ${key}=${value}`),
      ...tags.map(({ key, value }) => `tag ${run} ${key}=${value}`),
    ]);
    await post(url, "runs/log-batch", { run_id, metrics, params, tags });
    acknowledge();
  };
}

function createRuns(url: string, ledger: Ledger, prefix: string): Writer {
  return async (turn) => {
    const run_name = `${prefix} ${turn}`;
    const tags = ["a", "b"].map((key) => ({ key, value: `${turn}` }));
    const acknowledge = ledger.begin([
      `run ${run_name}`,
      ...tags.map(({ key, value }) => `tag ${run_name} ${key}=${value}`),
    ]);
    await post(url, "runs/create", { experiment_id: "0", run_name, tags });
    acknowledge();
  };
}

async function logParamsAndTags(url: string, ledger: Ledger, run: string): Promise<Writer> {
  const run_id = await createNamedRun(url, ledger, run);
  return async (turn) => {
    const param = { run_id, key: `p${turn}`, value: "1" };
    const acknowledge = ledger.begin([`param ${run} ${param.key}=1`]);
    await post(url, "runs/log-parameter", param);
    acknowledge();
    const acknowledgeTag = ledger.beginReplacing(`tag ${run} version`, turn);
    await post(url, "runs/set-tag", { run_id, key: "version", value: `${turn}` });
    acknowledgeTag();
  };
}

function uploadNewFiles(url: string, ledger: Ledger): Writer {
  return async (turn) => {
    const name = `new-${turn}.bin`;
    const acknowledge = ledger.begin([`file ${name}`]);
    await upload(url, name, 1);
    acknowledge();
  };
}

function replaceFile(url: string, ledger: Ledger): Writer {
  return async (turn) => {
    const acknowledge = ledger.beginReplacing(`file ${REPLACED_FILE}`, turn);
    await upload(url, REPLACED_FILE, turn);
    acknowledge();
  };
}

/** Eight writers, which together use every kind of write that a training script makes. */
export async function createWriters(url: string, ledger: Ledger): Promise<Writer[]> {
  return [
    await logMetrics(url, ledger, "metrics 1"),
    await logMetrics(url, ledger, "metrics 2"),
    await logBatches(url, ledger, "batches 1"),
    await logBatches(url, ledger, "batches 2"),
    createRuns(url, ledger, "created"),
    await logParamsAndTags(url, ledger, "params and tags"),
    uploadNewFiles(url, ledger),
    replaceFile(url, ledger),
  ];
}
