import type { TagChange } from "../experiment-changes.ts";
import { VIEW_TAG } from "../experiment-tags.ts";

/** A tag as it is edited; `id` tells rows apart whose keys are still empty or alike. */
export interface DraftTag {
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** What is wrong with the keys of tags, by the rows' ids; rows left wholly empty are no tags. */
export function findFaults(drafts: readonly DraftTag[]): ReadonlyMap<number, string> {
  const seen = new Set<string>();
  const faults = new Map<number, string>();
  for (const { id, key, value } of drafts) {
    if (key === "" && value === "") continue;
    if (key.trim() === "") faults.set(id, "A tag needs a key.");
    else if (key.startsWith("mlflow.") || key.startsWith(VIEW_TAG)) {
      faults.set(id, "Keys that begin like this are kept for MLflow and for saved views.");
    } else if (seen.has(key)) faults.set(id, "Another tag has this key.");
    seen.add(key);
  }
  return faults;
}

/** What must be changed so that the tags are as edited. */
export function toChanges(old: readonly KeyValue[], drafts: readonly DraftTag[]): TagChange[] {
  const before = new Map(old.map(({ key, value }) => [key, value]));
  const after = new Map(
    drafts.filter(({ key }) => key !== "").map(({ key, value }) => [key, value]),
  );
  return [
    ...[...before]
      .filter(([key]) => !after.has(key))
      .map(([key, from]) => ({ key, from, to: undefined })),
    ...[...after]
      .filter(([key, value]) => before.get(key) !== value)
      .map(([key, to]) => ({ key, from: before.get(key), to })),
  ];
}
