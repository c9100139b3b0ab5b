import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { cutText } from "../format/cut-text.ts";
import { describeError } from "../format/describe-error.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Form } from "./form.tsx";
import { closeDialog } from "./show-dialog.tsx";

interface RenameDialogProps {
  readonly title: string;
  readonly hint?: string;
  readonly name: string;
  readonly emptyFault: string;
  readonly onRename: (name: string) => Promise<unknown>;
  /** A refusal in other words than the server's, if it is about the name. */
  readonly describeFault?: (error: Error, name: string) => ReactNode;
}

/** Asks for another name, and closes once it is given. */
export function RenameDialog(props: RenameDialogProps) {
  const { title, hint, name, emptyFault, onRename, describeFault } = props;
  const [draft, setDraft] = useState(name);
  const [isEmpty, setIsEmpty] = useState(false);
  const rename = useMutation({ mutationFn: onRename, onSuccess: closeDialog });
  const { error } = rename;
  const refusal =
    error !== null && (describeFault?.(error, draft.trim()) ?? cutText(describeError(error), 300));
  return (
    <Dialog title={title} onClose={closeDialog}>
      <Form
        deed="Rename"
        isBusy={rename.isPending}
        onCancel={closeDialog}
        onSubmit={() => {
          const next = draft.trim();
          setIsEmpty(next === "");
          if (next === name) closeDialog();
          else if (next !== "") rename.mutate(next);
        }}
      >
        <Field
          label="Name"
          isRequired
          {...(hint !== undefined && { hint })}
          value={draft}
          onChange={(next) => {
            setDraft(next);
            setIsEmpty(false);
            rename.reset();
          }}
          fault={isEmpty ? emptyFault : refusal}
        />
      </Form>
    </Dialog>
  );
}
