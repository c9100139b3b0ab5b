import { Button } from "@mantine/core";
import { useDeferredValue, useId, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { Markdown } from "../../../components/markdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import styles from "./description.module.css";
import { DescriptionChangedError, useSaveDescription } from "./use-save-description.ts";

interface DescriptionEditorProps {
  readonly runId: string;
  /** The description as it was when the editing began. */
  readonly base: string;
  /** What stands in the editor at first. */
  readonly draft: string;
  readonly onSaved: () => void;
  /** Called with the text as it was left. */
  readonly onCancel: (draft: string) => void;
}

/** Markdown beside what becomes of it. A save that fails keeps the text. */
export function DescriptionEditor({
  runId,
  base,
  draft,
  onSaved,
  onCancel,
}: DescriptionEditorProps) {
  const [text, setText] = useState(draft);
  const shown = useDeferredValue(text);
  const hintId = useId();
  const save = useSaveDescription({ runId, base, onSaved });
  const conflict = save.error instanceof DescriptionChangedError ? save.error : undefined;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel(text);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!save.isPending) save.mutate({ text, isForced: false });
    }
  };

  return (
    <form
      className={styles["editor"]}
      onKeyDown={onKeyDown}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        save.mutate({ text, isForced: conflict !== undefined });
      }}
    >
      <div className={styles["panes"]}>
        <textarea
          className={styles["input"]}
          aria-label="Description in Markdown"
          aria-describedby={hintId}
          rows={10}
          value={text}
          // A person who opens the editor is going to write.
          ref={focusAtEnd}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={styles["preview"]} role="region" aria-label="Preview" tabIndex={0}>
          {shown.trim() === "" ? (
            <p className={styles["soft"]}>The preview of the text stands here.</p>
          ) : (
            <Markdown text={shown} headingLevel={3} />
          )}
        </div>
      </div>
      {save.error !== null && (
        <p role="alert" className={styles["failure"]}>
          {cutText(describeError(save.error), 300)} Your text is still here.
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button size="xs" type="submit" loading={save.isPending}>
          {conflict ? "Replace their text" : "Save"}
        </Button>
        <Button size="xs" variant="default" onClick={() => onCancel(text)}>
          Cancel
        </Button>
        <span id={hintId} className={styles["soft"]}>
          Ctrl+Enter saves, Escape cancels
        </span>
      </div>
      {conflict !== undefined && (
        <details className={styles["theirs"]} open>
          <summary>What others wrote</summary>
          <Markdown text={conflict.current} headingLevel={3} />
        </details>
      )}
    </form>
  );
}

function focusAtEnd(input: HTMLTextAreaElement | null): void {
  if (input === null) return;
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}
