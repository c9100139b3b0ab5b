import type { RunData } from "@mlflow-ts/contract";

/** Why a run failed, in the words of the program that logged it. */
export interface RunError {
  /** What went wrong, in a line or two. */
  readonly message: string;
  /** The stack or whatever else was sent with it. */
  readonly details?: string;
}

/**
 * Tags and params in which programs say why they failed. The first is the one that README.md
 * names; MLflow has none, and so people have chosen others themselves.
 */
const MESSAGE_NAMES = ["mlflow-ts.error", "error", "error_message", "exception"];
const TRACE_NAMES = ["traceback", "stack_trace", "stacktrace", "stack"];

/** The error that a run's program sent; of several names the first one counts. */
export function readError({ tags = [], params = [] }: RunData): RunError | undefined {
  const values = new Map<string, string>();
  // A tag goes before a param of the same name.
  for (const { key, value } of [...tags, ...params]) {
    const name = key.toLowerCase();
    if (value.trim() !== "" && !values.has(name)) values.set(name, value.trim());
  }
  const find = (names: readonly string[]) =>
    names.map((name) => values.get(name)).find((value) => value !== undefined);
  const trace = find(TRACE_NAMES);
  const text = find(MESSAGE_NAMES) ?? trace;
  if (text === undefined) return undefined;
  const message = findMessage(text);
  const details = trace ?? (text === message ? undefined : text);
  return { message, ...(details !== undefined && details !== message && { details }) };
}

const PYTHON_TRACE = /^Traceback \(most recent call last\):/m;
/** Such as `ValueError: no data` or `torch.OutOfMemoryError`, at the start of a line. */
const PYTHON_ERROR = /^[A-Za-z_][\w.]*(:|$)/;

/** The line that says it: Python writes it below its stack, most others above. */
function findMessage(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!PYTHON_TRACE.test(text)) return lines[0]?.trim() ?? text;
  const isError = (line: string) => PYTHON_ERROR.test(line) && !PYTHON_TRACE.test(line);
  return (lines.findLast(isError) ?? lines.at(-1) ?? text).trim();
}
