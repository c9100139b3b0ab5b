import type { Pair } from "../../components/pair-table.tsx";

/** A run's tags: what a person set, and what MLflow's clients note down themselves. */
export interface RunTags {
  readonly own: readonly Pair[];
  readonly system: readonly Pair[];
  readonly description: string | undefined;
  readonly user: string | undefined;
  readonly source: string | undefined;
  readonly commit: string | undefined;
}

export function readTags(tags: readonly Pair[]): RunTags {
  const byKey = new Map(tags.map(({ key, value }) => [key, value]));
  const sorted = tags.toSorted((a, b) => a.key.localeCompare(b.key, "en"));
  return {
    own: sorted.filter(({ key }) => !key.startsWith("mlflow.")),
    system: sorted.filter(({ key }) => key.startsWith("mlflow.")),
    description: byKey.get("mlflow.note.content") || undefined,
    user: byKey.get("mlflow.user") || undefined,
    source: byKey.get("mlflow.source.name") || undefined,
    commit: byKey.get("mlflow.source.git.commit") || undefined,
  };
}
