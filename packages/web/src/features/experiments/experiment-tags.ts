import type { Experiment } from "@mlflow-ts/contract";

/** The tag that holds the description. */
export const NOTE = "mlflow.note.content";

/** Tags that hold the page's saved views; they are no words of a person. */
export const VIEW_TAG = "mlflow-ts.view.";

/** The tags that people set, by key: neither those of MLflow's clients nor saved views. */
export function ownTags(experiment: Experiment) {
  return (experiment.tags ?? [])
    .filter(({ key }) => !key.startsWith("mlflow.") && !key.startsWith(VIEW_TAG))
    .toSorted((a, b) => a.key.localeCompare(b.key, "en"));
}
