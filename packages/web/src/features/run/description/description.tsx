import { Button } from "@mantine/core";
import { useState } from "react";
import { focusOnMount } from "../../../components/focus-on-mount.ts";
import { Markdown } from "../../../components/markdown.tsx";
import { Section } from "../../../components/section.tsx";
import { DescriptionEditor } from "./description-editor.tsx";
import styles from "./description.module.css";

interface DescriptionProps {
  readonly runId: string;
  /** In Markdown; empty without one. */
  readonly text: string;
  readonly isEditable: boolean;
}

type State =
  | { readonly kind: "shown"; readonly wasEdited: boolean; readonly discarded?: string }
  // The text as it was when the editing began, and what stands in the editor at first.
  | { readonly kind: "edited"; readonly base: string; readonly draft: string };

/** What a person says of the run, and its editor in the same place. */
export function Description({ runId, text, isEditable }: DescriptionProps) {
  const [state, setState] = useState<State>({ kind: "shown", wasEdited: false });
  const edit = (draft: string) => setState({ kind: "edited", base: text, draft });
  if (state.kind === "edited") {
    return (
      <Section title="Description">
        <DescriptionEditor
          runId={runId}
          base={state.base}
          draft={state.draft}
          onSaved={() => setState({ kind: "shown", wasEdited: true })}
          onCancel={(draft) =>
            setState({
              kind: "shown",
              wasEdited: true,
              ...(draft !== state.base && { discarded: draft }),
            })
          }
        />
      </Section>
    );
  }
  const { discarded, wasEdited } = state;
  const ref = wasEdited ? focusOnMount : undefined;
  const notice = discarded !== undefined && isEditable && (
    <p role="status" className={styles["notice"]}>
      The changes were dropped.
      <Button size="compact-xs" variant="subtle" onClick={() => edit(discarded)}>
        Bring them back
      </Button>
    </p>
  );
  if (text.trim() === "") {
    if (!isEditable) return null;
    return (
      <div className={styles["none"]}>
        <Button ref={ref} size="compact-sm" variant="default" onClick={() => edit(text)}>
          Add a description
        </Button>
        {notice}
      </div>
    );
  }
  return (
    <Section
      title="Description"
      actions={
        isEditable && (
          <Button ref={ref} size="compact-xs" variant="default" onClick={() => edit(text)}>
            Edit
          </Button>
        )
      }
    >
      <div className={styles["text"]} role="group" aria-label="Description" tabIndex={0}>
        <Markdown text={text} headingLevel={3} />
      </div>
      {notice}
    </Section>
  );
}
