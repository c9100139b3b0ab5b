import { platform } from "#platform";
import type { Client, TrackingContract } from "@mlflow-ts/contract";
import { toRunInfo } from "../entities.ts";
import type { RunEnd } from "../logging/batch.ts";
import { RunQueue } from "../logging/run-queue.ts";
import { sendOperation } from "../logging/send-operation.ts";
import { MlflowError } from "../mlflow-error.ts";
import { ActiveRun } from "./active-run.ts";
import { resolveExperimentId } from "./experiments.ts";
import { getConnection, getSettings } from "./state.ts";
import { watchSystem } from "./system-metrics.ts";

export interface StartRunOptions {
  /** Goes on with this run instead of creating one. */
  readonly runId?: string;
  readonly experimentId?: string;
  readonly runName?: string;
  /** Makes the run a child of the active one. */
  readonly nested?: boolean;
  readonly parentRunId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Logs what the machine does beside it, or not; as `enableSystemMetricsLogging` says otherwise. */
  readonly logSystemMetrics?: boolean;
  /** Markdown, shown on the run's page. */
  readonly description?: string;
}

/** The runs of one asynchronous context, the innermost last. */
interface RunStack {
  readonly runs: ActiveRun[];
}

const scope = platform.createScope<RunStack>();
/** Of `startRun()` without a callback, which has no context of its own. */
const outermost: RunStack = { runs: [] };
const running = new Set<ActiveRun>();
const recovered = new Set<string>();
let lastStarted: ActiveRun | undefined;
let stopListening: (() => void) | undefined;
let spillsOnExit = false;

/** The run that is being logged here; each asynchronous context has its own. */
export function activeRun(): ActiveRun | undefined {
  return currentStack().runs.at(-1);
}

/** The active run, or the one that was active last. */
export function lastActiveRun(): ActiveRun | undefined {
  return activeRun() ?? lastStarted;
}

/** @throws MlflowError INVALID_STATE when no run is active. */
export function requireActiveRun(): ActiveRun {
  const run = activeRun();
  if (run !== undefined) return run;
  throw new MlflowError(
    "INVALID_STATE",
    "No run is active: log inside mlflow.startRun(async () => { … }), or call await mlflow.startRun() first.",
    400,
  );
}

/**
 * Starts a run. With a callback, the run is active inside it, is FINISHED when it returns and
 * FAILED when it throws, with the error's text as the tag `mlflow-ts.error`; the answer is the
 * callback's. Without one, the run is active until `endRun()`.
 *
 * @throws MlflowError when the server refuses or can't be reached; INVALID_STATE when a run is
 * active and `nested` is not set; what the callback throws.
 * @example
 * await mlflow.startRun({ runName: "baseline" }, async (run) => {
 *   mlflow.logParams({ lr: 0.01 });
 *   for (let epoch = 0; epoch < 10; epoch += 1) mlflow.logMetric("loss", train(), { step: epoch });
 * });
 */
export function startRun<Result>(
  work: (run: ActiveRun) => Promise<Result> | Result,
): Promise<Result>;
export function startRun<Result>(
  options: StartRunOptions,
  work: (run: ActiveRun) => Promise<Result> | Result,
): Promise<Result>;
export function startRun(options?: StartRunOptions): Promise<ActiveRun>;
export async function startRun<Result>(
  first?: StartRunOptions | ((run: ActiveRun) => Promise<Result> | Result),
  second?: (run: ActiveRun) => Promise<Result> | Result,
): Promise<Result | ActiveRun> {
  const [options, work] = typeof first === "function" ? [{}, first] : [first ?? {}, second];
  const stack = currentStack();
  const parent = stack.runs.at(-1);
  if (parent !== undefined && !options.nested) {
    throw new MlflowError(
      "INVALID_STATE",
      `The run ${parent.info.runId} is already active: end it by mlflow.endRun(), or pass { nested: true }.`,
      400,
    );
  }
  const run = await openRun(options, parent);
  begin(run);
  const isResumed = (options.runId ?? (parent ? undefined : getSettings().runId)) !== undefined;
  void watchSystem(run, options.logSystemMetrics, isResumed);
  if (work === undefined) {
    stack.runs.push(run);
    return run;
  }
  return scope.run({ runs: [...stack.runs, run] }, () => runToItsEnd(run, work));
}

/** Ends the active run once everything it logged is sent. */
export async function endRun(status: RunEnd["status"] = "FINISHED"): Promise<void> {
  const run = currentStack().runs.pop();
  if (run !== undefined) await finish(run, status);
}

async function runToItsEnd<Result>(
  run: ActiveRun,
  work: (run: ActiveRun) => Promise<Result> | Result,
): Promise<Result> {
  let result: Result;
  try {
    result = await work(run);
  } catch (error) {
    run.setTag("mlflow-ts.error", error instanceof Error ? (error.stack ?? error.message) : error);
    // The callback's error is the one to tell; a refusal on the way out must not hide it.
    await finish(run, "FAILED").catch((refused: unknown) => platform.warn(String(refused)));
    throw error;
  }
  await finish(run, "FINISHED");
  return result;
}

async function openRun(
  options: StartRunOptions,
  parent: ActiveRun | undefined,
): Promise<ActiveRun> {
  const connection = getConnection();
  recoverSpools(connection.trackingUri, connection.background);
  // What the environment names is resumed once, by the outermost run.
  const runId = options.runId ?? (parent === undefined ? getSettings().runId : undefined);
  const info =
    runId === undefined
      ? await create(connection.client, options, parent)
      : await resume(connection.client, runId);
  const run = new ActiveRun(info, connection, getSettings().spoolFolder);
  if (runId !== undefined && options.tags) run.setTags(options.tags);
  return run;
}

async function create(
  client: Client<TrackingContract>,
  options: StartRunOptions,
  parent: ActiveRun | undefined,
) {
  const parentRunId = options.parentRunId ?? parent?.info.runId;
  const tags: Record<string, string> = {
    ...(await platform.describeProgram()),
    ...(parentRunId !== undefined && { "mlflow.parentRunId": parentRunId }),
    ...(options.description !== undefined && { "mlflow.note.content": options.description }),
    ...options.tags,
  };
  const { run } = await client.createRun({
    experiment_id: options.experimentId ?? (await resolveExperimentId()),
    run_name: options.runName,
    user_id: tags["mlflow.user"],
    start_time: Date.now(),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  return toRunInfo(run.info);
}

async function resume(client: Client<TrackingContract>, runId: string) {
  await client.updateRun({ run_id: runId, status: "RUNNING" });
  const { run } = await client.getRun({ run_id: runId });
  return toRunInfo(run.info);
}

function begin(run: ActiveRun): void {
  lastStarted = run;
  running.add(run);
  stopListening ??= platform.onSignal(killAll);
  if (spillsOnExit) return;
  spillsOnExit = true;
  platform.onExit(() => {
    for (const one of running) one.spill();
  });
}

async function finish(run: ActiveRun, status: RunEnd["status"]): Promise<void> {
  try {
    await run.end(status);
  } finally {
    running.delete(run);
    if (running.size === 0) {
      stopListening?.();
      stopListening = undefined;
    }
  }
}

async function killAll(): Promise<void> {
  await Promise.all([...running].map((run) => run.kill()));
}

function currentStack(): RunStack {
  return scope.get() ?? outermost;
}

/** Sends what earlier processes could not, in the background, once for each server. */
function recoverSpools(trackingUri: string, client: Client<TrackingContract>): void {
  if (recovered.has(trackingUri)) return;
  recovered.add(trackingUri);
  for (const left of platform.takeLeftSpools(trackingUri, getSettings().spoolFolder)) {
    const { runId, spool } = left;
    const queue = new RunQueue(
      (operation) => sendOperation(client, runId, operation),
      spool,
      platform.warn,
    );
    // A refusal, say of a run that was deleted meanwhile, is told and does not disturb this run.
    queue.flush().catch((error: unknown) => platform.warn(`Run ${runId}: ${String(error)}`));
  }
}
