import type { Experiment } from "@mlflow-ts/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Dialog } from "../../../components/dialog.tsx";
import { Form } from "../../../components/form.tsx";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { countRuns } from "../../../format/count-runs.ts";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { deleteExperiment } from "../experiment-changes.ts";
import { getActivity } from "../get-activity.ts";
import styles from "./delete-experiment.module.css";

/** Asks before an experiment is deleted, and says what becomes of it. */
export default function DeleteExperiment({ experiment }: { readonly experiment: Experiment }) {
  const activity = useQuery(getActivity).data?.get(experiment.experiment_id);
  const remove = useMutation({
    mutationFn: () => deleteExperiment(experiment),
    onSuccess: closeDialog,
  });
  const runCount = activity?.run_count ?? 0;
  const runningCount = activity?.running_count ?? 0;
  return (
    <Dialog title={`Delete “${cutText(experiment.name, 80)}”?`} onClose={closeDialog}>
      <Form
        deed="Delete the experiment"
        isDangerous
        isBusy={remove.isPending}
        fault={remove.error === null ? undefined : cutText(describeError(remove.error), 300)}
        onCancel={closeDialog}
        onSubmit={() => remove.mutate()}
      >
        <ul className={styles["consequences"]}>
          <li>
            {runCount === 0 ? (
              "It has no runs."
            ) : (
              <>
                Its <strong>{countRuns(runCount)}</strong> {runCount === 1 ? "is" : "are"} deleted
                with it.
              </>
            )}
          </li>
          {runningCount > 0 && (
            <li className={styles["warning"]}>
              {countRuns(runningCount)} still {runningCount === 1 ? "goes" : "go"} on: what is
              logged to {runningCount === 1 ? "it" : "them"} from now on is refused.
            </li>
          )}
          <li>
            It goes to <em>Deleted experiments</em>, below the list at the left. Nothing is erased:
            params, metrics and artifacts stay until <code>mlflow gc</code> removes them for good.
          </li>
          <li>
            Restore it there, or with Undo right afterwards. All its runs come back then, also those
            that were deleted before it.
          </li>
          <li>Its name stays taken meanwhile.</li>
        </ul>
      </Form>
    </Dialog>
  );
}
