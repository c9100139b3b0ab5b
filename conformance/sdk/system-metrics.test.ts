import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import * as mlflow from "mlflow-ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("system metrics");
});
afterAll(() => server.remove());
afterEach(() => {
  mlflow.disableSystemMetricsLogging();
  mlflow.setSystemMetricsSamplingInterval(10);
  mlflow.setSystemMetricsSamplesBeforeLogging(1);
  mlflow.setSystemMetricsNodeId(undefined);
});

/** MLflow's, on a machine without a GPU. */
const NAMES = [
  "system/cpu_utilization_percentage",
  "system/disk_available_megabytes",
  "system/disk_usage_megabytes",
  "system/disk_usage_percentage",
  "system/network_receive_megabytes",
  "system/network_transmit_megabytes",
  "system/system_memory_usage_megabytes",
  "system/system_memory_usage_percentage",
];

async function run(options: mlflow.StartRunOptions, durationMs: number): Promise<mlflow.Run> {
  const runId = await mlflow.startRun(options, async ({ info }) => {
    await sleep(durationMs);
    return info.runId;
  });
  return mlflow.getRun(runId);
}

const stepsOf = async (id: string, key: string) =>
  (await mlflow.getMetricHistory(id, key)).map(({ step }) => Number(step)).sort((a, b) => a - b);

test("a run has the machine's metrics by MLflow's names, sampled at the interval", async () => {
  mlflow.enableSystemMetricsLogging();
  mlflow.setSystemMetricsSamplingInterval(0.1);
  const { info, data } = await run({}, 1000);
  expect(Object.keys(data.metrics).sort()).toEqual(NAMES);
  for (const name of NAMES) {
    const value = data.metrics[name];
    expect(value).toBeGreaterThanOrEqual(0);
    if (name.endsWith("percentage")) expect(value).toBeLessThanOrEqual(100);
  }
  expect(data.metrics["system/system_memory_usage_megabytes"]).toBeGreaterThan(100);
  const steps = await stepsOf(info.runId, NAMES[0] ?? "");
  expect(steps.length).toBeGreaterThanOrEqual(5);
  expect(steps.length).toBeLessThanOrEqual(12);
  expect(steps).toEqual(steps.map((_, index) => index));
});

test("several samples become one point", async () => {
  mlflow.setSystemMetricsSamplingInterval(0.05);
  mlflow.setSystemMetricsSamplesBeforeLogging(1000);
  const { info } = await run({ logSystemMetrics: true }, 500);
  expect(await stepsOf(info.runId, NAMES[0] ?? "")).toEqual([0]);
});

test("a run shorter than the interval has a point too, and one that asks for none has none", async () => {
  mlflow.enableSystemMetricsLogging();
  expect(Object.keys((await run({}, 20)).data.metrics).sort()).toEqual(NAMES);
  expect((await run({ logSystemMetrics: false }, 20)).data.metrics).toEqual({});
  mlflow.disableSystemMetricsLogging();
  expect((await run({}, 20)).data.metrics).toEqual({});
});

test("a run that logging starts by itself has them too", async () => {
  mlflow.enableSystemMetricsLogging();
  mlflow.logParam("started", "by itself");
  await mlflow.endRun();
  const [newest] = await mlflow.searchRuns({ filter: "params.started = 'by itself'" });
  expect(Object.keys(newest?.data.metrics ?? {}).sort()).toEqual(NAMES);
});

test("a resumed run goes on with the steps, and a node has a name of its own", async () => {
  const { info } = await run({ logSystemMetrics: true }, 20);
  await run({ runId: info.runId, logSystemMetrics: true }, 300);
  expect(await stepsOf(info.runId, NAMES[0] ?? "")).toEqual([0, 1]);
  mlflow.setSystemMetricsNodeId("node-1");
  const { data } = await run({ logSystemMetrics: true }, 20);
  expect(Object.keys(data.metrics)).toContain("system/node-1/cpu_utilization_percentage");
});

test("GPUs are read through nvidia-smi, without what one can't measure", async () => {
  const folder = join(server.folder, "bin");
  await mkdir(folder);
  // What NVIDIA's program prints for two GPUs, of which the second tells nothing of its power.
  await writeFile(
    join(folder, "nvidia-smi"),
    "#!/bin/sh\necho '0, 1000, 4000, 37, 60.5, 121.0'\necho '1, 0, 4000, 0, [N/A], [N/A]'\n",
  );
  await chmod(join(folder, "nvidia-smi"), 0o755);
  const path = process.env["PATH"];
  process.env["PATH"] = `${folder}${delimiter}${path}`;
  try {
    mlflow.setSystemMetricsSamplingInterval(0.1);
    const { data } = await run({ logSystemMetrics: true }, 700);
    const gpus = Object.entries(data.metrics).filter(([name]) => name.startsWith("system/gpu"));
    expect(Object.fromEntries(gpus)).toEqual({
      "system/gpu_0_memory_usage_percentage": 25,
      "system/gpu_0_memory_usage_megabytes": 1048.6,
      "system/gpu_0_utilization_percentage": 37,
      "system/gpu_0_power_usage_watts": 60.5,
      "system/gpu_0_power_usage_percentage": 50,
      "system/gpu_1_memory_usage_percentage": 0,
      "system/gpu_1_memory_usage_megabytes": 0,
      "system/gpu_1_utilization_percentage": 0,
    });
  } finally {
    process.env["PATH"] = path;
  }
});

test.each([0, -1, NaN, Infinity])("the interval %d is refused", (seconds) => {
  expect(() => mlflow.setSystemMetricsSamplingInterval(seconds)).toThrow("interval");
  expect(() => mlflow.setSystemMetricsSamplesBeforeLogging(seconds)).toThrow("samples");
});

test.skipIf(process.env["MLFLOW_PYTHON"] === undefined)(
  "MLflow's own client logs the same names, with values of the same size",
  async () => {
    const program = `import json, sys, time, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_system_metrics_sampling_interval(1)
with mlflow.start_run(log_system_metrics=True) as run:
    time.sleep(4)
print(json.dumps(mlflow.get_run(run.info.run_id).data.metrics))`;
    mlflow.setSystemMetricsSamplingInterval(1);
    const [ours, { stdout }] = await Promise.all([
      run({ logSystemMetrics: true }, 4000),
      promisify(execFile)(process.env["MLFLOW_PYTHON"] ?? "", ["-c", program, server.url]),
    ]);
    const theirs = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, number>;
    expect(Object.keys(theirs).sort()).toEqual(NAMES);
    for (const name of NAMES.filter((one) => /disk|memory/.test(one))) {
      const [own = 0, other = 0] = [ours.data.metrics[name], theirs[name]];
      expect(Math.abs(own - other), name).toBeLessThan(Math.max(other * 0.1, 1));
    }
  },
);
