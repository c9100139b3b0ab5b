import type { Experiment } from "@mlflow-ts/contract";
import { renameExperiment } from "../experiment-changes.ts";
import { RenameDialog } from "../../../components/rename-dialog.tsx";
import { isNameFault, NameFault } from "./name-fault.tsx";

/** Gives an experiment another name. */
export default function RenameExperiment({ experiment }: { readonly experiment: Experiment }) {
  return (
    <RenameDialog
      title="Rename the experiment"
      hint="Its runs and addresses stay as they are; training code that names it must follow."
      name={experiment.name}
      emptyFault="An experiment needs a name."
      onRename={(name) => renameExperiment(experiment, name)}
      describeFault={(error, name) =>
        isNameFault(error) ? <NameFault name={name} error={error} /> : undefined
      }
    />
  );
}
