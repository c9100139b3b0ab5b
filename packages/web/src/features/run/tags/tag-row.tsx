import { ActionIcon } from "@mantine/core";
import { focusOnMount } from "../../../components/focus-on-mount.ts";
import { PencilIcon, TrashIcon } from "../../../components/icons.tsx";
import { LongText } from "../../../components/long-text.tsx";
import type { Pair } from "../../../components/pair-table.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./run-tags.module.css";
import { TagFields } from "./tag-fields.tsx";

interface TagRowProps {
  readonly tag: Pair;
  readonly isEditable: boolean;
  readonly isEdited: boolean;
  /** Its form has just gone. */
  readonly wasEdited: boolean;
  readonly isPending: boolean;
  readonly onEdit: () => void;
  readonly onCancel: () => void;
  readonly onSave: (value: string) => void;
  readonly onRemove: () => void;
}

/** One tag of a table, or the field that changes its value. */
export function TagRow({ tag: { key, value }, isEditable, ...props }: TagRowProps) {
  const name = cutText(key, 60);
  return (
    <tr>
      <th scope="row">
        <LongText text={key} title="Name" maxLength={120} />
      </th>
      {isEditable && props.isEdited ? (
        <td colSpan={2}>
          <TagFields
            tag={{ key, value }}
            isPending={props.isPending}
            onCancel={props.onCancel}
            onSave={(_key, after) => (after === value ? props.onCancel() : props.onSave(after))}
          />
        </td>
      ) : (
        <>
          <td>
            <LongText text={value} title={key} />
          </td>
          {isEditable && (
            <td className={styles["actions"]}>
              <ActionIcon
                ref={props.wasEdited ? focusOnMount : undefined}
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Edit ${name}`}
                title="Edit"
                onClick={props.onEdit}
              >
                <PencilIcon size={14} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Remove ${name}`}
                title="Remove"
                disabled={props.isPending}
                onClick={props.onRemove}
              >
                <TrashIcon size={14} />
              </ActionIcon>
            </td>
          )}
        </>
      )}
    </tr>
  );
}
