import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog } from "../../../components/dialog.tsx";
import { Field } from "../../../components/field.tsx";
import { Form } from "../../../components/form.tsx";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { createExperiment } from "../experiment-changes.ts";
import { isNameFault, NameFault } from "./name-fault.tsx";

/** Makes an experiment and opens it. */
export default function CreateExperiment() {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [artifactLocation, setArtifactLocation] = useState("");
  const [isNameless, setIsNameless] = useState(false);
  const create = useMutation({
    mutationFn: createExperiment,
    onSuccess: (experimentId) => {
      closeDialog();
      return navigate({ to: "/experiments/$experimentId", params: { experimentId } });
    },
  });
  const { error } = create;
  const isLocationFault = error !== null && describeError(error).includes("'artifact_location'");
  const hasNameFault = error !== null && isNameFault(error);
  const otherFault = error !== null && !isLocationFault && !hasNameFault;
  return (
    <Dialog title="New experiment" onClose={closeDialog}>
      <Form
        deed="Create"
        isBusy={create.isPending}
        fault={otherFault ? cutText(describeError(error), 300) : undefined}
        onCancel={closeDialog}
        onSubmit={() => {
          setIsNameless(name.trim() === "");
          if (name.trim() !== "")
            create.mutate({ name: name.trim(), description, artifactLocation });
        }}
      >
        <Field
          label="Name"
          isRequired
          hint="Slashes make folders: vision/mnist"
          value={name}
          onChange={(next) => {
            setName(next);
            setIsNameless(false);
            create.reset();
          }}
          fault={
            isNameless
              ? "An experiment needs a name."
              : hasNameFault && <NameFault name={name.trim()} error={error} />
          }
        />
        <Field
          label="Description"
          hint="Markdown; may be left empty"
          rows={3}
          value={description}
          onChange={setDescription}
        />
        <Field
          label="Artifact location"
          hint="Where its runs keep their files; the server's own place when left empty"
          value={artifactLocation}
          onChange={(next) => {
            setArtifactLocation(next);
            create.reset();
          }}
          fault={isLocationFault && cutText(describeError(error), 300)}
        />
      </Form>
    </Dialog>
  );
}
