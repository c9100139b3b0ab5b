import { readFileSync, statfsSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";
import { parse } from "node:path";
import type { Sample, SystemSampler } from "../system-metrics/monitor.ts";
import { createGpuReader } from "./nvidia-smi.ts";

const MEGABYTE = 1e6;

/** Reads this machine under the names, in the units and by the definitions that MLflow's client has. */
export function createSystemSampler(): SystemSampler {
  const readCpu = createCpuReader();
  const readNetwork = createNetworkReader();
  return {
    read: () => ({ ...readCpu(), ...readMemory(), ...readDisk(), ...readNetwork() }),
    ask: createGpuReader(),
  };
}

/** Busy and all time since the machine started, in any unit. */
interface CpuTimes {
  readonly busy: number;
  readonly all: number;
}

/** Of all processors together, since the last call. */
function createCpuReader(): () => Sample {
  let before = readCpuTimes();
  return () => {
    const now = readCpuTimes();
    const passed = now.all - before.all;
    const busy = passed > 0 ? ((now.busy - before.busy) / passed) * 100 : 0;
    before = now;
    return { cpu_utilization_percentage: Math.max(busy, 0) };
  };
}

function readCpuTimes(): CpuTimes {
  const [line] = readLines("/proc/stat");
  if (line?.startsWith("cpu ")) {
    // user nice system idle iowait irq softirq steal; what guests took is in `user` already.
    const times = line.trim().split(/\s+/).slice(1, 9).map(Number);
    const all = times.reduce((sum, time) => sum + time, 0);
    return { busy: all - (times[3] ?? 0) - (times[4] ?? 0), all };
  }
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}

/** In use is what no program could have at once: neither free nor a cache that can be given up. */
function readMemory(): Sample {
  const total = totalmem();
  const used = total - freemem();
  return {
    system_memory_usage_megabytes: used / MEGABYTE,
    system_memory_usage_percentage: (used / total) * 100,
  };
}

/** Of the disk that the system is on. */
function readDisk(): Sample {
  try {
    const { blocks, bfree, bavail, bsize } = statfsSync(parse(process.cwd()).root);
    const used = (blocks - bfree) * bsize;
    const available = bavail * bsize;
    return {
      disk_usage_percentage: (used / (used + available)) * 100,
      disk_usage_megabytes: used / MEGABYTE,
      disk_available_megabytes: available / MEGABYTE,
    };
  } catch {
    return {};
  }
}

/** Of all interfaces together, since it was made. Only Linux tells without another program. */
function createNetworkReader(): () => Sample {
  const first = readNetworkBytes();
  if (first === undefined) return () => ({});
  return () => {
    const now = readNetworkBytes() ?? first;
    return {
      network_receive_megabytes: (now.received - first.received) / MEGABYTE,
      network_transmit_megabytes: (now.sent - first.sent) / MEGABYTE,
    };
  };
}

function readNetworkBytes(): { received: number; sent: number } | undefined {
  const rows = readLines("/proc/net/dev").filter((line) => line.includes(":"));
  if (rows.length === 0) return undefined;
  let [received, sent] = [0, 0];
  for (const row of rows) {
    const counts = row
      .slice(row.indexOf(":") + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    received += counts[0] ?? 0;
    sent += counts[8] ?? 0;
  }
  return { received, sent };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
