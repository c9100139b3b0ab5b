import type { DatabaseKind } from "../databases.ts";
import type { Target } from "../load.ts";
import type { Span, Timing } from "../measure.ts";

/** What one run of a workload against one server gave. */
export interface Outcome {
  timing: Timing;
  /** What was checked through the API after the load, for the report. */
  verified: string;
  /** A fingerprint of what was answered; both servers must give the same one. */
  digest?: string;
}

/** How many times better than MLflow it has to be, and what it aims for. */
export interface NeededRatio {
  atLeast?: number;
  aim?: number;
}

export interface Workload {
  /** Short name for `--only`. */
  name: string;
  title: string;
  /** What the figure is, for instance "requests/s". Reads give milliseconds instead. */
  unit: string;
  /** Writes are compared by rate, reads by the median time of a request. */
  figure: "rate" | "time";
  needs: Readonly<Record<DatabaseKind, NeededRatio>>;
  run(target: Target, span: Span): Promise<Outcome>;
}
