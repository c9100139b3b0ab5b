import { Button, CloseButton, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { SearchIcon } from "../../components/icons.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./runs-filter-box.module.css";

interface RunsFilterBoxProps {
  /** The filter in force. */
  readonly applied: string;
  readonly error: string | undefined;
  readonly onApply: (filter: string) => void;
}

/** A search for runs, in words or in MLflow's language; a mistake is told below the text. */
export function RunsFilterBox({ applied, error, onApply }: RunsFilterBoxProps) {
  const [draft, setDraft] = useState(applied);
  const [lastApplied, setLastApplied] = useState(applied);
  if (applied !== lastApplied) {
    // The address changed under the box, by the back button for example.
    setLastApplied(applied);
    setDraft(applied);
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onApply(draft.trim());
  };
  const clear = () => {
    setDraft("");
    onApply("");
  };
  return (
    <form className={styles["form"]} role="search" onSubmit={submit}>
      <TextInput
        className={styles["input"]}
        size="xs"
        aria-label="Filter runs"
        placeholder={'Words of the name, or metrics.loss < 0.5 and params.optimizer = "adam"'}
        errorProps={{ role: "alert" }}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={draft}
        error={error === undefined ? undefined : cutText(error, 400)}
        onChange={(event) => setDraft(event.currentTarget.value)}
        leftSection={<SearchIcon size={14} />}
        rightSection={
          draft !== "" && <CloseButton size="xs" aria-label="Clear filter" onClick={clear} />
        }
      />
      <Button size="xs" variant="default" type="submit">
        Search
      </Button>
    </form>
  );
}
