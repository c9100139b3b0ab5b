import { platform } from "#platform";
import { MlflowError } from "../mlflow-error.ts";
import type { ActiveRun, RunEnd } from "./active-run.ts";
import { openRun, openRunNow } from "./open-run.ts";
import { announceEnd, announceStart, onProgramEnd } from "./running.ts";
import { getSettings } from "./state.ts";
import { watchSystem } from "./system-metrics.ts";

/** How a run is started. */
export interface StartRunOptions {
  /** Goes on with this run instead of creating one. */
  readonly runId?: string;
  /** Of the run; that of `setExperiment`, else of the environment, when not given. */
  readonly experimentId?: string;
  /** Made up by the server when not given. */
  readonly runName?: string;
  /** Makes the run a child of the active one. */
  readonly nested?: boolean;
  /** Makes the run a child of this one. */
  readonly parentRunId?: string;
  /** Beside those that tell of the program: its source, git commit, user and Node.js version. */
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
let lastStarted: ActiveRun | undefined;

/**
 * The run that is being logged here; each asynchronous context has its own. Nothing when none is.
 *
 * @example
 * console.log(mlflow.activeRun()?.info.runId);
 */
export function activeRun(): ActiveRun | undefined {
  return currentStack().runs.at(-1);
}

/**
 * The active run, or the one that was active last; nothing when none ever was.
 *
 * @example
 * await mlflow.startRun(() => mlflow.logMetric("loss", 0.25));
 * console.log(mlflow.lastActiveRun()?.info.runId);
 */
export function lastActiveRun(): ActiveRun | undefined {
  return activeRun() ?? lastStarted;
}

/**
 * The active run; where none is, one is started, as in Python. It is created on the server in the
 * background, and ends by `endRun()` or with the program.
 */
export function requireActiveRun(): ActiveRun {
  const active = activeRun();
  if (active !== undefined) return active;
  const run = openRunNow();
  begin(run);
  currentStack().runs.push(run);
  return run;
}

/**
 * Starts a run. With a callback, the run is active inside it, is FINISHED when it returns and
 * FAILED when it throws, with the error's text as the tag `mlflow-ts.error`; the answer is the
 * callback's. Without one, the run is active until `endRun()`.
 *
 * While the server is away the run starts all the same: it is kept on disk with all that it logs,
 * and created once the server is back.
 *
 * @throws MlflowError when the server refuses; INVALID_STATE when a run is active and `nested` is
 * not set; what the callback throws.
 * @example
 * await mlflow.startRun({ runName: "baseline" }, async (run) => {
 *   mlflow.logParams({ lr: 0.01 });
 *   for (let step = 0; step < 10; step += 1) mlflow.logMetric("loss", train(), { step });
 *   console.log(run.info.runId);
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
  begin(run, options, parent);
  if (work === undefined) {
    stack.runs.push(run);
    return run;
  }
  return scope.run({ runs: [...stack.runs, run] }, () => runToItsEnd(run, work));
}

/**
 * Ends the active run once everything it logged is sent; while the server is away, that is on disk.
 *
 * @throws MlflowError what the server refused of what was logged.
 * @example
 * await mlflow.startRun();
 * mlflow.logMetric("loss", 0.25);
 * await mlflow.endRun();
 */
export async function endRun(status: RunEnd = "FINISHED"): Promise<void> {
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

function begin(run: ActiveRun, options: StartRunOptions = {}, parent?: ActiveRun): void {
  lastStarted = run;
  announceStart(run);
  onProgramEnd(endOutermost);
  const resumed = options.runId ?? (parent === undefined ? getSettings().runId : undefined);
  void watchSystem(run, options.logSystemMetrics, resumed !== undefined);
}

/** MLflow: a program that ends by itself ends the runs that it left open. */
async function endOutermost(): Promise<void> {
  for (let run = outermost.runs.pop(); run !== undefined; run = outermost.runs.pop()) {
    await finish(run, "FINISHED");
  }
}

async function finish(run: ActiveRun, status: RunEnd): Promise<void> {
  try {
    await run.end(status);
  } finally {
    announceEnd(run);
  }
}

function currentStack(): RunStack {
  return scope.get() ?? outermost;
}
