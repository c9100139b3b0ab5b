import { isDeepStrictEqual } from "node:util";
import { STORE } from "../networked-database.ts";
import { ON_MYSQL } from "./intended/on-mysql.ts";
import { ON_POSTGRESQL } from "./intended/on-postgresql.ts";
import type { IntendedDifference } from "./intended-differences.ts";
import type { Normalised } from "./normalise.ts";

export interface Difference {
  readonly at: string;
  readonly mlflow: Normalised | undefined;
  readonly ours: Normalised | undefined;
}

export interface Verdict {
  /** Answers that differ and stand in no list. */
  readonly surprises: Difference[];
  /** Listed differences that did not occur, or occurred in another way than listed. */
  readonly broken: { readonly listed: IntendedDifference; readonly why: string }[];
  readonly intended: Difference[];
}

/** Compares the answers of both servers, step by step, and holds them against the list. */
export function compare(
  mlflow: readonly Normalised[],
  ours: readonly Normalised[],
  listed: readonly IntendedDifference[],
): Verdict {
  const byStep = (side: readonly Normalised[]) => new Map(side.map((one) => [place(one), one]));
  const left = byStep(mlflow);
  const right = byStep(ours);
  const differences = new Map<string, Difference>();
  for (const at of new Set([...left.keys(), ...right.keys()])) {
    const difference = { at, mlflow: left.get(at), ours: right.get(at) };
    if (!isSame(difference)) differences.set(at, difference);
  }
  const broken: Verdict["broken"] = [];
  const intended: Difference[] = [];
  for (const entry of listed) {
    const difference = differences.get(entry.at);
    if (difference === undefined && expectedOf(entry) === "same") continue;
    if (difference === undefined) {
      const why = left.has(entry.at) ? "both answers are the same" : "no request has this name";
      broken.push({ listed: entry, why });
      continue;
    }
    const problem = differsOtherwise(entry, difference);
    if (problem === undefined) intended.push(difference);
    else broken.push({ listed: entry, why: problem });
    differences.delete(entry.at);
  }
  for (const [at, difference] of differences) {
    if (!isFailureOfDriver(difference.mlflow) || !isRefusal(difference.ours)) continue;
    intended.push(difference);
    differences.delete(at);
  }
  return { surprises: [...differences.values()], broken, intended };
}

/** MLflow hands on what its driver of a database says, its SQL with it. */
function isFailureOfDriver(answer: Normalised | undefined): boolean {
  return /\((psycopg2\.errors|pymysql\.err)\./.test(JSON.stringify(answer?.body ?? ""));
}

function isRefusal(answer: Normalised | undefined): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500;
}

const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, number | "same">>>> = {
  postgresql: ON_POSTGRESQL,
  mysql: ON_MYSQL,
};

function expectedOf(listed: IntendedDifference): number | "same" {
  return ELSEWHERE[STORE]?.[listed.at] ?? listed.mlflow;
}

export function place(one: Pick<Normalised, "scenario" | "step">): string {
  return `${one.scenario} > ${one.step}`;
}

function isSame({ mlflow, ours }: Difference): boolean {
  if (mlflow === undefined || ours === undefined) return false;
  return (
    mlflow.status === ours.status &&
    isDeepStrictEqual(mlflow.headers, ours.headers) &&
    isDeepStrictEqual(mlflow.body, ours.body)
  );
}

/** A listed difference says what both answer, so that it excuses nothing else. */
function differsOtherwise(listed: IntendedDifference, { mlflow, ours }: Difference) {
  if (mlflow === undefined || ours === undefined) return "one server was not asked";
  if (isFailureOfDriver(mlflow) && isRefusal(ours)) return undefined;
  const expected = expectedOf(listed);
  if (mlflow.status !== expected && !isFailureOfDriver(mlflow)) {
    return `MLflow answered ${mlflow.status}, not ${expected}`;
  }
  if (ours.status !== listed.ours.status) {
    return `ours answered ${ours.status}, not ${listed.ours.status}`;
  }
  return JSON.stringify(ours.body).includes(listed.ours.contains)
    ? undefined
    : `our answer does not contain ${listed.ours.contains}`;
}
