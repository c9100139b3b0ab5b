import type { Experiment } from "@mlflow-ts/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Dialog } from "../../../components/dialog.tsx";
import { Form } from "../../../components/form.tsx";
import formStyles from "../../../components/form.module.css";
import { PlusIcon, TrashIcon } from "../../../components/icons.tsx";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { changeTags } from "../experiment-changes.ts";
import { ownTags } from "../experiment-tags.ts";
import { getExperiment } from "../get-experiment.ts";
import { type DraftTag, findFaults, toChanges } from "./tag-draft.ts";
import styles from "./tag-experiment.module.css";

/** Adds, changes and removes the tags of an experiment. */
export default function TagExperiment({ experiment }: { readonly experiment: Experiment }) {
  // A save that was refused half-way has changed some.
  const old = ownTags(useQuery(getExperiment(experiment.experiment_id)).data ?? experiment);
  const nextId = useRef(old.length + 1);
  const [drafts, setDrafts] = useState<readonly DraftTag[]>(() => [
    ...old.map(({ key, value }, id) => ({ id, key, value })),
    ...(old.length === 0 ? [{ id: old.length, key: "", value: "" }] : []),
  ]);
  const [areFaultsShown, setAreFaultsShown] = useState(false);
  const save = useMutation({
    mutationFn: () => changeTags(experiment.experiment_id, toChanges(old, drafts), "Tags saved"),
    onSuccess: closeDialog,
  });
  const faults = findFaults(drafts);
  const change = (id: number, part: Partial<DraftTag>) =>
    setDrafts(drafts.map((draft) => (draft.id === id ? { ...draft, ...part } : draft)));
  return (
    <Dialog title={`Tags of ${cutText(experiment.name, 60)}`} onClose={closeDialog}>
      <Form
        deed="Save"
        isBusy={save.isPending}
        fault={save.error === null ? undefined : cutText(describeError(save.error), 300)}
        onCancel={closeDialog}
        onSubmit={() => {
          setAreFaultsShown(true);
          if (faults.size > 0) return;
          if (toChanges(old, drafts).length === 0) closeDialog();
          else save.mutate();
        }}
      >
        <ul className={styles["tags"]} aria-label="Tags">
          {drafts.map((draft, index) => (
            <TagRow
              key={draft.id}
              draft={draft}
              place={index + 1}
              fault={areFaultsShown ? faults.get(draft.id) : undefined}
              onChange={(part) => change(draft.id, part)}
              onRemove={() => setDrafts(drafts.filter(({ id }) => id !== draft.id))}
            />
          ))}
        </ul>
        {drafts.length === 0 && <p className={formStyles["hint"]}>No tags.</p>}
        <div>
          <button
            type="button"
            className={styles["add"]}
            onClick={() => setDrafts([...drafts, { id: nextId.current++, key: "", value: "" }])}
          >
            <PlusIcon size={12} /> Add a tag
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

interface TagRowProps {
  readonly draft: DraftTag;
  readonly place: number;
  readonly fault: string | undefined;
  readonly onChange: (part: Partial<DraftTag>) => void;
  readonly onRemove: () => void;
}

function TagRow({ draft, place, fault, onChange, onRemove }: TagRowProps) {
  const faultId = `tag-fault-${draft.id}`;
  return (
    <li className={styles["tag"]}>
      <input
        aria-label={`Key of tag ${place}`}
        placeholder="Key"
        autoComplete="off"
        // A row that was just added is where one goes on typing.
        autoFocus={draft.key === ""}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : faultId}
        value={draft.key}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <input
        aria-label={`Value of tag ${place}`}
        placeholder="Value"
        autoComplete="off"
        value={draft.value}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
      />
      <button type="button" aria-label={`Remove tag ${place}`} onClick={onRemove}>
        <TrashIcon size={14} />
      </button>
      {fault !== undefined && (
        <p id={faultId} role="alert" className={formStyles["fault"]}>
          {fault}
        </p>
      )}
    </li>
  );
}
