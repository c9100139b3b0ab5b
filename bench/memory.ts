/** Memory of a server as Linux counts it: its first process and all that descend from it. */
import { readdirSync, readFileSync } from "node:fs";

export interface Memory {
  /** Resident pages, counted in full for each process: what `ps` and `top` show, added up. */
  rssMb: number;
  /** The same with each page shared by n processes counted as 1/n. */
  pssMb: number;
  processes: number;
}

/** The process ids of `root` and everything below it. */
export function listProcessTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = findParent(pid);
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

export function measureMemory(root: number): Memory {
  const memory: Memory = { rssMb: 0, pssMb: 0, processes: 0 };
  for (const pid of listProcessTree(root)) {
    const rollup = readQuietly(`/proc/${pid}/smaps_rollup`);
    if (rollup === undefined) continue;
    memory.rssMb += readField(rollup, "Rss") / 1024;
    memory.pssMb += readField(rollup, "Pss") / 1024;
    memory.processes += 1;
  }
  return memory;
}

/** Watches a server's memory until `stop`, which gives the highest that was seen of each. */
export function watchMemory(root: number, everyMs: number): { stop(): Memory } {
  let peak = measureMemory(root);
  const look = (): void => {
    const now = measureMemory(root);
    peak = {
      rssMb: Math.max(peak.rssMb, now.rssMb),
      pssMb: Math.max(peak.pssMb, now.pssMb),
      processes: Math.max(peak.processes, now.processes),
    };
  };
  const timer = setInterval(look, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

function findParent(pid: number): number | undefined {
  const stat = readQuietly(`/proc/${pid}/stat`);
  // The command stands in brackets and may hold anything, so fields are counted from its end.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[1] === undefined ? undefined : Number(fields[1]);
}

function readField(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0);
}

function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process ended while it was looked at.
    return undefined;
  }
}
