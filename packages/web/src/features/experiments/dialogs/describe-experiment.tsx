import type { Experiment } from "@mlflow-ts/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../components/dialog.tsx";
import { Field } from "../../../components/field.tsx";
import { Form } from "../../../components/form.tsx";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { changeTags } from "../experiment-changes.ts";
import { NOTE } from "../experiment-tags.ts";

/** Says what an experiment is about. */
export default function DescribeExperiment({ experiment }: { readonly experiment: Experiment }) {
  const old = experiment.tags?.find(({ key }) => key === NOTE)?.value;
  const [text, setText] = useState(old ?? "");
  const save = useMutation({
    mutationFn: () =>
      changeTags(
        experiment.experiment_id,
        [{ key: NOTE, from: old, to: text.trim() === "" ? undefined : text }],
        "Description saved",
      ),
    onSuccess: closeDialog,
  });
  const isSame = text === (old ?? "") || (old === undefined && text.trim() === "");
  return (
    <Dialog title={`Description of ${cutText(experiment.name, 60)}`} onClose={closeDialog}>
      <Form
        deed="Save"
        isBusy={save.isPending}
        onCancel={closeDialog}
        onSubmit={() => (isSame ? closeDialog() : save.mutate())}
      >
        <Field
          label="Description"
          hint="Markdown: **bold**, lists, tables, links"
          rows={10}
          value={text}
          onChange={(next) => {
            setText(next);
            save.reset();
          }}
          fault={save.error !== null && cutText(describeError(save.error), 300)}
        />
      </Form>
    </Dialog>
  );
}
