import type { Experiment } from "@mlflow-ts/contract";
import { copyText } from "../../components/copy-text.ts";
import { Dropdown, DropdownItem } from "../../components/dropdown.tsx";
import { showToast } from "../../components/toast.tsx";
import { askToDelete, askToDescribe, askToRename, askToTag } from "./dialogs/dialogs.tsx";
import { restoreExperiment } from "./experiment-changes.ts";
import { NOTE } from "./experiment-tags.ts";

/** Something that can be done with an experiment, by its menu or by a command. */
export interface ExperimentAction {
  readonly label: string;
  readonly run: () => unknown;
}

export function actionsOf(experiment: Experiment): ExperimentAction[] {
  const copy = (what: string, text: string) =>
    copyText(text).then(
      () => showToast({ text: `Copied the ${what}` }),
      () => showToast({ text: "The browser did not allow copying." }),
    );
  const copies = [
    {
      label: "Copy the experiment ID",
      run: () => copy("experiment ID", experiment.experiment_id),
    },
    ...(experiment.artifact_location
      ? [
          {
            label: "Copy the artifact location",
            run: () => copy("artifact location", experiment.artifact_location ?? ""),
          },
        ]
      : []),
  ];
  if (experiment.lifecycle_stage === "deleted") {
    const restore = () =>
      restoreExperiment(experiment).catch((error: unknown) =>
        showToast({ text: `Not restored: ${String(error)}` }),
      );
    return [{ label: "Restore the experiment", run: restore }, ...copies];
  }
  const hasNote = experiment.tags?.some(({ key }) => key === NOTE) ?? false;
  return [
    { label: "Rename the experiment…", run: () => askToRename(experiment) },
    {
      label: hasNote ? "Edit the description…" : "Add a description…",
      run: () => askToDescribe(experiment),
    },
    { label: "Edit the tags…", run: () => askToTag(experiment) },
    ...copies,
    { label: "Delete the experiment…", run: () => askToDelete(experiment) },
  ];
}

export function ExperimentActions({ experiment }: { readonly experiment: Experiment }) {
  return (
    <Dropdown label="Actions" name="Experiment actions">
      {(close) =>
        actionsOf(experiment).map(({ label, run }) => (
          <DropdownItem
            key={label}
            onChoose={() => {
              // First, so that a dialog gives the focus back to the menu's button.
              close();
              run();
            }}
          >
            {label}
          </DropdownItem>
        ))
      }
    </Dropdown>
  );
}
