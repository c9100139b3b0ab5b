import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { client } from "../../../api/client.ts";
import { Dropdown } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { forEachRun } from "./for-each-run.ts";
import styles from "./selection-bar.module.css";

/** Sets a tag of some runs. */
export function TagForm({ runIds }: { readonly runIds: readonly string[] }) {
  return <Dropdown label="Tag">{(close) => <Fields runIds={runIds} onDone={close} />}</Dropdown>;
}

interface FieldsProps {
  readonly runIds: readonly string[];
  readonly onDone: () => void;
}

function Fields({ runIds, onDone }: FieldsProps) {
  const queryClient = useQueryClient();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const save = useMutation({
    mutationFn: () => forEachRun(runIds, (run_id) => client.setTag({ run_id, key, value })),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["runs"] }),
  });
  return (
    <form
      className={styles["fields"]}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label>
        Key
        <input required value={key} onChange={(event) => setKey(event.currentTarget.value)} />
      </label>
      <label>
        Value
        <input value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      </label>
      {save.error !== null && <p role="alert">{cutText(describeError(save.error), 200)}</p>}
      <button type="submit" disabled={save.isPending}>
        Set the tag
      </button>
    </form>
  );
}
