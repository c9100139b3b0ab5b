/** What a figure is, and whether it is good enough. */

export type Need =
  /** So many times better than MLflow. */
  | { kind: "ratio"; atLeast: number; aim?: number }
  /** Below this value, whatever MLflow does. */
  | { kind: "limit"; below: number }
  /** Stated only. */
  | { kind: "none" };

export interface Figure {
  name: string;
  title: string;
  unit: string;
  ours: number;
  mlflow: number;
  /** How many times better ours is; above 1 is better for rates, times and memory alike. */
  ratio: number;
  need: Need;
  passed: boolean;
  /** 99th percentile of one round in milliseconds, where rounds were timed. */
  p99Ms?: { ours: number; mlflow: number };
  verified?: string;
}

export interface FigureInput {
  name: string;
  title: string;
  unit: string;
  ours: number;
  mlflow: number;
  need: Need;
  p99Ms?: { ours: number; mlflow: number };
  verified?: string;
}

/** Adds the ratio and the verdict; `unit` decides whether more or less is better. */
export function judge(input: FigureInput): Figure {
  const moreIsBetter = input.unit.endsWith("/s");
  const ratio = moreIsBetter ? input.ours / input.mlflow : input.mlflow / input.ours;
  const { need } = input;
  const passed =
    need.kind === "none" ||
    (need.kind === "ratio" ? ratio >= need.atLeast : input.ours < need.below);
  return { ...input, ratio, passed };
}
