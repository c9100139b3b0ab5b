import type { Pair } from "../../components/pair-table.tsx";
import { isSetByClient } from "../../format/is-set-by-client.ts";
import { type Commit, findCommit } from "./find-commit.ts";

/** A run's tags: what a person set, and what MLflow's clients note down themselves. */
export interface RunTags {
  readonly own: readonly Pair[];
  readonly system: readonly Pair[];
  /** In Markdown; empty without one. */
  readonly description: string;
  readonly user: string | undefined;
  readonly source: string | undefined;
  readonly commit: Commit | undefined;
  readonly parentRunId: string | undefined;
}

export const DESCRIPTION_TAG = "mlflow.note.content";

export function readTags(tags: readonly Pair[]): RunTags {
  const byKey = new Map(tags.map(({ key, value }) => [key, value]));
  const sorted = tags.toSorted((a, b) => a.key.localeCompare(b.key, "en"));
  return {
    own: sorted.filter(({ key }) => !isSetByClient(key)),
    system: sorted.filter(({ key }) => isSetByClient(key)),
    description: byKey.get(DESCRIPTION_TAG) ?? "",
    user: byKey.get("mlflow.user") || undefined,
    source: byKey.get("mlflow.source.name") || undefined,
    commit: findCommit(tags),
    parentRunId: byKey.get("mlflow.parentRunId") || undefined,
  };
}
