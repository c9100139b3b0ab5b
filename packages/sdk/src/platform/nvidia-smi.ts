import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Sample } from "../system-metrics/monitor.ts";

const run = promisify(execFile);
const LIMIT_MS = 5000;
const MEBIBYTE_IN_MEGABYTES = 1.048_576;
const FIELDS = [
  "index",
  "memory.used",
  "memory.total",
  "utilization.gpu",
  "power.draw",
  "enforced.power.limit",
];

/** Reads the GPUs of a machine that has NVIDIA's; on others it asks once and never again. */
export function createGpuReader(): () => Promise<Sample> {
  let hasGpus = true;
  return async () => {
    if (!hasGpus) return {};
    try {
      const format = "--format=csv,noheader,nounits";
      const query = `--query-gpu=${FIELDS.join(",")}`;
      const { stdout } = await run("nvidia-smi", [query, format], { timeout: LIMIT_MS });
      return readGpus(stdout);
    } catch {
      hasGpus = false;
      return {};
    }
  };
}

/** One line for each GPU; what it can't measure is no number, such as `[N/A]`. */
function readGpus(table: string): Sample {
  const sample: Record<string, number> = {};
  for (const line of table.trim().split("\n")) {
    const [index = "", ...numbers] = line.split(",").map((field) => field.trim());
    const [used = NaN, total = NaN, busy = NaN, power = NaN, limit = NaN] = numbers.map(Number);
    const values = {
      memory_usage_percentage: (used / total) * 100,
      memory_usage_megabytes: used * MEBIBYTE_IN_MEGABYTES,
      utilization_percentage: busy,
      power_usage_watts: power,
      power_usage_percentage: (power / limit) * 100,
    };
    for (const [name, value] of Object.entries(values)) {
      if (Number.isFinite(value)) sample[`gpu_${index}_${name}`] = value;
    }
  }
  return sample;
}
