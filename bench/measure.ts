/** Runs a loop on some connections: a warm-up, then timed; counts and latencies of the timed part. */
import { Connection, type Answer, type Target } from "./load.ts";

/** How long a workload runs, in milliseconds. */
export interface Span {
  warmUpMs: number;
  timedMs: number;
}

export interface Timing {
  /** Units of work acknowledged within the timed part, for each second of it. */
  perSecond: number;
  /** Milliseconds that one round took. */
  p50Ms: number;
  p99Ms: number;
  /** Rounds in the timed part. */
  rounds: number;
}

/** One round of work on a connection; `round` counts from 0 and includes the warm-up. */
export type Round = (connection: Connection, lane: number, round: number) => Promise<void>;

/**
 * Keeps `lanes` connections busy with `round`, each one round at a time. At least one round is
 * timed on each connection, however slow the server.
 */
export async function keepBusy(
  target: Target,
  lanes: number,
  span: Span,
  unitsPerRound: number,
  round: Round,
): Promise<Timing> {
  const connections = await openAll(target, lanes);
  const started = performance.now();
  const timedFrom = started + span.warmUpMs;
  const until = timedFrom + span.timedMs;
  const latencies: number[] = [];
  let lastEnd = timedFrom;
  let firstStart = Infinity;

  const runLane = async (connection: Connection, lane: number): Promise<void> => {
    let timed = 0;
    for (let count = 0; ; count += 1) {
      const from = performance.now();
      if (from >= until && timed > 0) return;
      await round(connection, lane, count);
      if (from < timedFrom) continue;
      const end = performance.now();
      timed += 1;
      latencies.push(end - from);
      firstStart = Math.min(firstStart, from);
      lastEnd = Math.max(lastEnd, end);
    }
  };
  try {
    await Promise.all(connections.map(runLane));
  } finally {
    for (const connection of connections) connection.close();
  }
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (latencies.length * unitsPerRound) / ((lastEnd - firstStart) / 1000),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    rounds: latencies.length,
  };
}

/** The value at `share` (0 to 1) of numbers sorted upwards. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The middle one of `values`, which need not be sorted. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Fails loudly when an answer is not a success: a fast refusal must never count as work. */
export function expectOk(answer: Answer): Answer {
  if (answer.status !== 200) {
    throw new Error(
      `expected status 200, got ${answer.status}: ${answer.body.toString().slice(0, 500)}`,
    );
  }
  return answer;
}

async function openAll(target: Target, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => Connection.open(target)));
}
