import type { Experiment } from "@mlflow-ts/contract";
import { VIEW_TAG } from "../experiment-tags.ts";

/** A view of an experiment's runs that someone gave a name; a tag of the experiment keeps it. */
export interface SavedView {
  /** The rest of the tag's key. */
  readonly id: string;
  readonly name: string;
  /** The query of the view's address, such as `?view=both`, or nothing. */
  readonly search: string;
}

export const MAX_VIEW_NAME = 100;
/** MLflow's servers take no longer value of an experiment's tag. */
const MAX_VALUE = 20_000;
const ID = /^[\w-]{1,64}$/;

/** The views of an experiment by name. Anyone may write tags: what is no view is left out. */
export function readSavedViews(experiment: Experiment): SavedView[] {
  return (experiment.tags ?? [])
    .flatMap(({ key, value }) => {
      if (!key.startsWith(VIEW_TAG)) return [];
      return readView(key.slice(VIEW_TAG.length), value) ?? [];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function readView(id: string, value: string): SavedView | undefined {
  if (!ID.test(id) || value.length > MAX_VALUE) return undefined;
  let kept: unknown;
  try {
    kept = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof kept !== "object" || kept === null) return undefined;
  const { name, search } = kept as { name?: unknown; search?: unknown };
  if (typeof name !== "string" || name.trim() === "" || name.length > MAX_VIEW_NAME) {
    return undefined;
  }
  return typeof search === "string" ? { id, name, search } : undefined;
}

export function toViewTag({ id, name, search }: SavedView) {
  return { key: VIEW_TAG + id, value: JSON.stringify({ name, search }) };
}

/** An id that no view of the experiment has, also when two people save at the same moment. */
export function makeViewId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is wrong with a view's name or length, if anything; `others` are the other views. */
export function findViewFault(view: SavedView, others: readonly SavedView[]): string | undefined {
  if (view.name === "") return "A view needs a name.";
  if (others.some(({ name }) => name === view.name)) return "Another view has this name.";
  if (toViewTag(view).value.length > MAX_VALUE) {
    return "This view chooses more than a tag of MLflow holds. Choose fewer columns or runs.";
  }
  return undefined;
}
