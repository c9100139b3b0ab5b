import { Button } from "@mantine/core";
import { useState, type KeyboardEvent, type SubmitEvent } from "react";
import type { Pair } from "../../../components/pair-table.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./run-tags.module.css";

interface TagFieldsProps {
  /** The tag whose value is changed; a new one without it. */
  readonly tag?: Pair;
  readonly isPending: boolean;
  readonly onSave: (key: string, value: string) => void;
  readonly onCancel: () => void;
}

// As the server has it; it would cut what is longer.
const MAX_KEY = 250;
const MAX_VALUE = 8000;

/** Enter saves, Escape cancels; Shift and Enter begin another line. */
export function TagFields({ tag, isPending, onSave, onCancel }: TagFieldsProps) {
  const [key, setKey] = useState(tag?.key ?? "");
  const [value, setValue] = useState(tag?.value ?? "");
  const save = () => {
    if (!isPending && key.trim() !== "") onSave(key, value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
    if (event.key !== "Enter" || event.shiftKey || event.target instanceof HTMLButtonElement)
      return;
    event.preventDefault();
    save();
  };
  return (
    <form
      className={styles["fields"]}
      aria-label={tag === undefined ? "New tag" : `Edit ${cutText(tag.key, 60)}`}
      onKeyDown={onKeyDown}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        save();
      }}
    >
      {tag === undefined && (
        <label>
          Name
          <input
            required
            ref={focus}
            maxLength={MAX_KEY}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </label>
      )}
      <label className={styles["value"]}>
        Value
        <textarea
          rows={Math.min(8, value.split("\n").length)}
          ref={tag === undefined ? undefined : focus}
          maxLength={MAX_VALUE}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <span className={styles["buttons"]}>
        <Button size="xs" type="submit" loading={isPending}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    </form>
  );
}

function focus(input: HTMLInputElement | HTMLTextAreaElement | null): void {
  input?.focus();
  input?.select();
}
