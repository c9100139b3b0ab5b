import type { Change, RunChange } from "@mlflow-ts/contract";

/** Whether what a query answered may be another now. Its key says what it is about. */
export function isAffected(queryKey: readonly unknown[], change: Change): boolean {
  if (change.everything) return true;
  const [kind, id] = queryKey;
  const runs = change.runs ?? [];
  switch (kind) {
    case "experiments":
    case "experiment":
      return change.experiments ?? false;
    case "experiment-activity":
      return (change.experiments ?? false) || runs.some(({ what }) => what.some(changesActivity));
    case "logged-model":
    case "run-models":
      return (change.models ?? false) || runs.some((run) => run.what.includes("data"));
    // Charts bring their points up to date themselves.
    case "series":
      return false;
    // Whatever else is about a run or the runs of an experiment has its id there.
    default:
      return runs.some((run) => run.run_id === id || run.experiment_id === id);
  }
}

/** How many runs there are, and how many go on. */
function changesActivity(what: RunChange["what"][number]): boolean {
  return what === "created" || what === "deleted" || what === "info";
}
