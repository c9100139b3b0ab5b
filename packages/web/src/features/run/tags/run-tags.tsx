import { Button } from "@mantine/core";
import { useState } from "react";
import tableStyles from "../../../components/data-table.module.css";
import { focusOnMount } from "../../../components/focus-on-mount.ts";
import { PairTable } from "../../../components/pair-table.tsx";
import { Section } from "../../../components/section.tsx";
import { TableFrame } from "../../../components/table-frame.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import type { RunTags as Tags } from "../read-tags.ts";
import styles from "./run-tags.module.css";
import { TagFields } from "./tag-fields.tsx";
import { TagRow } from "./tag-row.tsx";
import { type TagChange, useTagChange } from "./use-tag-change.ts";

interface RunTagsProps {
  readonly runId: string;
  readonly tags: Tags;
  readonly isEditable: boolean;
}

const SHOWN_AT_FIRST = 30;

/** A run's tags, changed in place; those of MLflow's clients are folded away. */
export function RunTags({ runId, tags, isEditable }: RunTagsProps) {
  const [isAdding, setIsAdding] = useState(false);
  const [editedKey, setEditedKey] = useState<string>();
  // Where the focus goes back to from a form that is done.
  const [doneKey, setDoneKey] = useState<string>();
  const [hasAdded, setHasAdded] = useState(false);
  const [isWhole, setIsWhole] = useState(false);
  const { last, error, isPending, apply, undo } = useTagChange(runId);
  const shown = isWhole ? tags.own : tags.own.slice(0, SHOWN_AT_FIRST);
  const endEditing = (key: string) => {
    setEditedKey(undefined);
    setDoneKey(key);
  };
  const endAdding = () => {
    setIsAdding(false);
    setHasAdded(true);
  };
  const valueOf = (key: string) =>
    [...tags.own, ...tags.system].find((tag) => tag.key === key)?.value;

  return (
    <Section
      title="Tags"
      note={String(tags.own.length)}
      actions={
        isEditable &&
        !isAdding && (
          <Button
            ref={hasAdded ? focusOnMount : undefined}
            size="compact-xs"
            variant="default"
            onClick={() => setIsAdding(true)}
          >
            Add tag
          </Button>
        )
      }
    >
      {isAdding && (
        <TagFields
          isPending={isPending}
          onCancel={endAdding}
          onSave={(key, after) => apply({ key, before: valueOf(key), after }, endAdding)}
        />
      )}
      {error !== null && (
        <p role="alert" className={styles["failure"]}>
          {cutText(describeError(error), 300)}
        </p>
      )}
      {last !== undefined && (
        <p role="status" className={styles["notice"]}>
          {describeChange(last)}
          <Button size="compact-xs" variant="subtle" loading={isPending} onClick={() => undo(last)}>
            Undo
          </Button>
        </p>
      )}
      {tags.own.length === 0 ? (
        !isAdding && <p className={styles["none"]}>No tag was set.</p>
      ) : (
        <TableFrame name="Tags">
          <table className={tableStyles["table"]} aria-label="Tags">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
                {isEditable && (
                  <th scope="col">
                    <span className="visually-hidden">Change</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {shown.map((tag) => (
                <TagRow
                  key={tag.key}
                  tag={tag}
                  isEditable={isEditable}
                  isEdited={editedKey === tag.key}
                  wasEdited={doneKey === tag.key}
                  isPending={isPending}
                  onEdit={() => setEditedKey(tag.key)}
                  onCancel={() => endEditing(tag.key)}
                  onSave={(after) =>
                    apply({ key: tag.key, before: tag.value, after }, () => endEditing(tag.key))
                  }
                  onRemove={() => apply({ key: tag.key, before: tag.value, after: undefined })}
                />
              ))}
            </tbody>
          </table>
          {shown.length < tags.own.length && (
            <div className={tableStyles["more"]}>
              <Button size="compact-xs" variant="subtle" onClick={() => setIsWhole(true)}>
                Show all {tags.own.length}
              </Button>
            </div>
          )}
        </TableFrame>
      )}
      {tags.system.length > 0 && (
        <details className={styles["system"]}>
          <summary>Set by MLflow: {tags.system.length}</summary>
          <PairTable pairs={tags.system} name="System tags" />
        </details>
      )}
    </Section>
  );
}

function describeChange({ key, before, after }: TagChange): string {
  const name = `“${cutText(key, 60)}”`;
  if (after === undefined) return `The tag ${name} was removed.`;
  return before === undefined ? `The tag ${name} was added.` : `The tag ${name} was changed.`;
}
