import { createExperiment, createRun, post, type RunInfo } from "./api.ts";

/** Runs that between them have everything that a run's page can show. */
export interface StoryRuns {
  readonly experimentName: string;
  readonly parent: RunInfo;
  /** Below `parent`, with three runs below it. */
  readonly whole: RunInfo;
  readonly modelId: string;
  readonly failed: RunInfo;
  readonly killed: RunInfo;
  readonly silent: RunInfo;
}

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const TRACEBACK = `Traceback (most recent call last):
  File "train.py", line 12, in step
    loss.backward()
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB`;

const MINUTE_MS = 60_000;

const toPairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

interface Logged {
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** The values of each metric, step by step. */
  readonly metrics?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly startMs?: number;
  readonly stepMs?: number;
}

async function log(url: string, { run_id }: RunInfo, logged: Logged): Promise<void> {
  const { startMs = Date.now(), stepMs = 1000 } = logged;
  const metrics = Object.entries(logged.metrics ?? {}).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value, step, timestamp: startMs + step * stepMs })),
  );
  const [params, tags] = [toPairs(logged.params ?? {}), toPairs(logged.tags ?? {})];
  await post(url, "runs/log-batch", { run_id, metrics, params, tags });
}

const end = (url: string, { run_id }: RunInfo, status: string) =>
  post(url, "runs/update", { run_id, status, end_time: Date.now() });

export async function logStoryRuns(url: string): Promise<StoryRuns> {
  const experimentName = `story ${Date.now()}`;
  const experimentId = await createExperiment(url, experimentName);
  const start = (name: string) => createRun(url, experimentId, name);
  const parent = await start("sweep");
  const whole = await start("whole story");
  const modelId = await logWhole(url, whole, parent);
  await end(url, whole, "FINISHED");
  for (const [index, status] of ["FINISHED", "FAILED", "FINISHED"].entries()) {
    const child = await start(`fold ${index}`);
    await log(url, child, {
      tags: { "mlflow.parentRunId": whole.run_id },
      metrics: { fold_accuracy: [0.5, 0.8 + index / 100], constant: [7] },
    });
    await end(url, child, status);
  }

  const failed = await start("out of memory");
  await log(url, failed, {
    tags: { "mlflow-ts.error": TRACEBACK },
    metrics: { loss: [3, 2, "NaN", "NaN"], gradient: [1, "Infinity", 2, 3], lr: [0.1] },
  });
  await end(url, failed, "FAILED");

  const killed = await start("stopped");
  await log(url, killed, { metrics: { loss: [3, 2, 1] } });
  await end(url, killed, "KILLED");

  const silent = await start("fell silent");
  const startMs = Date.now() - 45 * MINUTE_MS;
  await log(url, silent, { startMs, metrics: { loss: Array.from({ length: 20 }, () => 1) } });
  return { experimentName, parent, whole, modelId, failed, killed, silent };
}

/** Answers the id of the model. */
async function logWhole(url: string, run: RunInfo, parent: RunInfo): Promise<string> {
  const steps = Array.from({ length: 50 }, (_, step) => step);
  await log(url, run, {
    params: Object.fromEntries(steps.slice(0, 40).map((i) => [`layer_${i}.size`, String(i * 3)])),
    tags: {
      team: "vision",
      purpose: "baseline",
      "mlflow.parentRunId": parent.run_id,
      "mlflow.user": "ada",
      "mlflow.source.name": "train.py",
      "mlflow.source.git.commit": COMMIT,
      "mlflow.source.git.branch": "main",
      "mlflow.source.git.repoURL": "https://github.com/ada/engine.git",
      "mlflow.note.content": "# Why\n\nA **first** try with `adam`.\n\n- one\n- two",
    },
    metrics: {
      loss: steps.map((step) => (step >= 30 && step < 35 ? "NaN" : 2 / (step + 1))),
      accuracy: steps.map((step) => (step === 40 ? 0.97 : step / 60)),
      "system/cpu_utilization_percentage": steps.map((step) => 50 + (step % 7)),
      once: [0.123456789012345],
    },
  });
  await post(url, "runs/log-inputs", {
    run_id: run.run_id,
    datasets: [
      {
        tags: [{ key: "mlflow.data.context", value: "training" }],
        dataset: {
          name: "digits",
          digest: "a1b2c3d4",
          source_type: "http",
          source: JSON.stringify({ url: "https://example.org/digits.csv" }),
          schema: JSON.stringify({
            mlflow_colspec: [
              { type: "double", name: "pixel", required: true },
              { type: "long", name: "digit", required: true },
            ],
          }),
          profile: JSON.stringify({ num_rows: 1797 }),
        },
      },
    ],
  });
  const { experiment_id } = run;
  type Answer = { model: { info: { model_id: string } } };
  const { model } = await post<Answer>(url, "logged-models", {
    experiment_id,
    name: "digits model",
    source_run_id: run.run_id,
  });
  const { model_id } = model.info;
  await post(url, "runs/outputs", { run_id: run.run_id, models: [{ model_id, step: 49 }] });
  for (const [step, value] of [0.5, 0.9].entries()) {
    await post(url, "runs/log-metric", {
      run_id: run.run_id,
      key: "model_accuracy",
      value,
      step: step * 49,
      timestamp: Date.now(),
      model_id,
    });
  }
  return model_id;
}
