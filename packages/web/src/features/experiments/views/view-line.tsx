import type { Experiment } from "@mlflow-ts/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton } from "../../../components/copy-button.tsx";
import { DownloadIcon, PencilIcon, TrashIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { changeTags } from "../experiment-changes.ts";
import { findViewFault, type SavedView, toViewTag } from "./saved-view.ts";
import { ViewNameForm } from "./save-view.tsx";
import styles from "./saved-views.module.css";

interface ViewLineProps {
  readonly experiment: Experiment;
  readonly view: SavedView;
  readonly others: readonly SavedView[];
  readonly present: string;
  readonly address: string;
  readonly isOpen: boolean;
  /** Whether it can be opened only. */
  readonly isFixed: boolean;
  readonly isEdited: boolean;
  readonly onEdit: (id: string | undefined) => void;
  readonly onOpen: () => void;
}

/** A saved view with what can be done to it; each deed but opening can be undone. */
export function ViewLine(props: ViewLineProps) {
  const { experiment, view, others, present, isOpen, isFixed, isEdited, onEdit } = props;
  const shown = cutText(view.name, 60);
  const [draft, setDraft] = useState(view.name);
  const old = toViewTag(view);
  const change = useMutation({
    mutationFn: ({ next, text }: { next: SavedView | undefined; text: string }) => {
      const to = next && toViewTag(next).value;
      return changeTags(experiment.experiment_id, [{ key: old.key, from: old.value, to }], text);
    },
    onSuccess: () => onEdit(undefined),
  });
  const overwritten = { ...view, search: present };
  if (isEdited) {
    return (
      <li>
        <ViewNameForm
          label={`New name of “${shown}”`}
          deed="Rename"
          isFocused
          name={draft}
          onName={setDraft}
          error={change.error}
          findFault={(name) => findViewFault({ ...view, name }, others)}
          onSubmit={(name) =>
            change.mutate({
              next: { ...view, name },
              text: `Renamed the view to “${cutText(name, 60)}”`,
            })
          }
        />
      </li>
    );
  }
  return (
    <li className={styles["line"]}>
      <button
        type="button"
        className={styles["open"]}
        aria-current={isOpen ? "true" : undefined}
        title={cutText(view.name, 100)}
        onClick={props.onOpen}
      >
        <bdi>{shown}</bdi>
      </button>
      <CopyButton text={props.address} what={`link to ${shown}`} />
      {!isFixed && (
        <>
          <Deed name={`Rename ${shown}`} onChoose={() => onEdit(view.id)}>
            <PencilIcon size={14} />
          </Deed>
          {!isOpen && findViewFault(overwritten, []) === undefined && (
            <Deed
              name={`Overwrite ${shown} with what is open`}
              onChoose={() =>
                change.mutate({ next: overwritten, text: `Overwrote the view “${shown}”` })
              }
            >
              <DownloadIcon size={14} />
            </Deed>
          )}
          <Deed
            name={`Delete ${shown}`}
            onChoose={() => change.mutate({ next: undefined, text: `Deleted the view “${shown}”` })}
          >
            <TrashIcon size={14} />
          </Deed>
        </>
      )}
      {change.error !== null && (
        <p role="alert" className={styles["fault"]}>
          {cutText(describeError(change.error), 200)}
        </p>
      )}
    </li>
  );
}

interface DeedProps {
  readonly name: string;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}

function Deed({ name, onChoose, children }: DeedProps) {
  return (
    <button
      type="button"
      className={styles["deed"]}
      aria-label={name}
      title={name}
      onClick={onChoose}
    >
      {children}
    </button>
  );
}
