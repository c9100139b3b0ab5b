import type { Experiment } from "@mlflow-ts/contract";
import { useMutation } from "@tanstack/react-query";
import { useId, useState, type SubmitEvent } from "react";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { changeTags } from "../experiment-changes.ts";
import {
  findViewFault,
  makeViewId,
  MAX_VIEW_NAME,
  type SavedView,
  toViewTag,
} from "./saved-view.ts";
import styles from "./saved-views.module.css";

interface SaveViewProps {
  readonly experiment: Experiment;
  readonly views: readonly SavedView[];
  readonly present: string;
}

/** Gives the view that is open a name. */
export function SaveView({ experiment, views, present }: SaveViewProps) {
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: (view: SavedView) => {
      const { key, value } = toViewTag(view);
      const change = { key, from: undefined, to: value };
      const text = `Saved the view “${cutText(view.name, 60)}”`;
      return changeTags(experiment.experiment_id, [change], text);
    },
    onSuccess: () => setName(""),
  });
  return (
    <ViewNameForm
      label="Save what is open as"
      deed="Save"
      name={name}
      onName={setName}
      error={save.error}
      findFault={(next) => findViewFault({ id: "", name: next, search: present }, views)}
      onSubmit={(next) => save.mutate({ id: makeViewId(), name: next, search: present })}
    />
  );
}

interface ViewNameFormProps {
  readonly label: string;
  readonly deed: string;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly error: Error | null;
  readonly findFault: (name: string) => string | undefined;
  readonly onSubmit: (name: string) => void;
  readonly isFocused?: boolean;
}

/** One line in which a view gets its name, with what is wrong with it below. */
export function ViewNameForm(props: ViewNameFormProps) {
  const { label, deed, name, onName, error, findFault, onSubmit, isFocused = false } = props;
  const id = useId();
  const [fault, setFault] = useState<string>();
  const shown = fault ?? (error === null ? undefined : cutText(describeError(error), 200));
  return (
    <form
      className={styles["form"]}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        const found = findFault(name.trim());
        setFault(found);
        if (found === undefined) onSubmit(name.trim());
      }}
    >
      <label htmlFor={id}>{label}</label>
      <div className={styles["fields"]}>
        <input
          id={id}
          autoComplete="off"
          autoFocus={isFocused}
          placeholder="Name of the view"
          maxLength={MAX_VIEW_NAME}
          aria-invalid={shown !== undefined}
          aria-describedby={shown === undefined ? undefined : `${id}-fault`}
          value={name}
          onChange={(event) => {
            onName(event.currentTarget.value);
            setFault(undefined);
          }}
        />
        <button type="submit">{deed}</button>
      </div>
      {shown !== undefined && (
        <p id={`${id}-fault`} role="alert" className={styles["fault"]}>
          {shown}
        </p>
      )}
    </form>
  );
}
