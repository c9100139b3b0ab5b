import type { KeyOfRuns } from "@mlflow-ts/contract";
import { ATTRIBUTES, bestOf, type Column } from "./column.ts";

/** What the server tells about the keys of the runs found. */
export interface RunKeys {
  readonly sampled_count: number;
  readonly attributes: readonly KeyOfRuns[];
  readonly metrics: readonly KeyOfRuns[];
  readonly params: readonly KeyOfRuns[];
}

/** Of each kind; the rest is a choice away. */
const MAX_UNASKED = 30;
const ALWAYS: readonly string[] = ["status", "started", "duration"];

/**
 * The columns that a table shows unasked: what differs between the runs first, then what some of
 * them lack; among metrics first those whose name tells what is best. What is the same in all of them is left out, unless there is a single run.
 */
export function chooseColumns(keys: RunKeys): Column[] {
  const isWorthIt = (key: KeyOfRuns) =>
    keys.sampled_count < 2 || key.differs || key.run_count < keys.sampled_count;
  const rank = (key: KeyOfRuns) => (key.differs ? 0 : 1);
  const choose = (all: readonly KeyOfRuns[], isMain: (key: string) => boolean = () => false) =>
    all
      .filter(isWorthIt)
      .toSorted((a, b) => rank(a) - rank(b) || Number(isMain(b.key)) - Number(isMain(a.key)))
      .slice(0, MAX_UNASKED)
      .map(({ key }) => key);
  const worthy = new Set([...ALWAYS, ...choose(keys.attributes)]);
  return [
    ...ATTRIBUTES.filter((key) => worthy.has(key)).map(
      (key) => ({ kind: "attribute", key }) as const,
    ),
    ...choose(keys.metrics, (key) => bestOf(key) !== undefined).map(
      (key) => ({ kind: "metric", key, value: "last" }) as const,
    ),
    ...choose(keys.params).map((key) => ({ kind: "param", key }) as const),
  ];
}

/** The params and attributes that all runs have in common, to be told once instead of in each row. */
export function findConstants(keys: RunKeys): readonly KeyOfRuns[] {
  if (keys.sampled_count < 2) return [];
  return [...keys.attributes, ...keys.params].filter(
    (key) => !key.differs && key.run_count === keys.sampled_count && key.value !== undefined,
  );
}
