import type { Change } from "@mlflow-ts/contract";

/** Whether what a query answered may be another now. Its key says what it is about. */
export function isAffected(queryKey: readonly unknown[], change: Change): boolean {
  if (change.everything) return true;
  const [kind, id] = queryKey;
  const runs = change.runs ?? [];
  switch (kind) {
    case "experiments":
    case "experiment":
      return change.experiments ?? false;
    case "run":
      return runs.some((run) => run.run_id === id);
    case "logged-model":
    case "run-models":
      return (change.models ?? false) || runs.some((run) => run.what.includes("data"));
    // Charts bring their points up to date themselves.
    case "series":
      return false;
    case "runs":
    case "charted-runs":
      return runs.some(({ experiment_id: experimentId }) => experimentId === id);
    default:
      return false;
  }
}
