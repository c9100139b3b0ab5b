import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../../../api/client.ts";
import { countRuns } from "../../../format/count-runs.ts";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import type { Selection } from "../use-selection.ts";
import { askToRenameRun } from "./ask-to-rename-run.tsx";
import { forEachRun } from "./for-each-run.ts";
import styles from "./selection-bar.module.css";
import { TagForm } from "./tag-form.tsx";

interface SelectionBarProps {
  readonly selection: Selection;
  /** Whether the list is that of the deleted runs. */
  readonly areDeleted: boolean;
}

/** As many as a comparison takes. */
const MAX_COMPARED = 100;

interface Deed {
  readonly ids: readonly string[];
  readonly kind: "delete" | "restore";
}

const ACTS = {
  delete: { run: client.deleteRun, past: "deleted", undo: "restore" },
  restore: { run: client.restoreRun, past: "restored", undo: "delete" },
} as const;

/** What can be done to the runs selected; a deletion is undone with a click. */
export function SelectionBar({ selection, areDeleted }: SelectionBarProps) {
  const queryClient = useQueryClient();
  const [done, setDone] = useState<Deed>();
  const act = useMutation({
    mutationFn: ({ ids, kind }: Deed) => forEachRun(ids, (run_id) => ACTS[kind].run({ run_id })),
    onSuccess: (_answers, deed) => {
      setDone(deed);
      selection.clear();
    },
    // Also after a failure some may be done.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["runs"] }),
  });
  const ids = [...selection.selected];
  const [onlyId, ...otherIds] = ids;
  const kind = areDeleted ? "restore" : "delete";
  if (ids.length === 0 && done === undefined && act.error === null) return null;
  return (
    <div className={styles["bar"]} role="region" aria-label="Selected runs">
      {act.error !== null && (
        <span role="alert" className={styles["failure"]}>
          {cutText(describeError(act.error), 200)}
        </span>
      )}
      {ids.length === 0 && done !== undefined && (
        <>
          <span role="status">
            {countRuns(done.ids.length)} {ACTS[done.kind].past}
          </span>
          <button
            type="button"
            onClick={() => act.mutate({ ids: done.ids, kind: ACTS[done.kind].undo })}
          >
            Undo
          </button>
          <button type="button" onClick={() => setDone(undefined)}>
            Close
          </button>
        </>
      )}
      {ids.length > 0 && (
        <>
          <span role="status">{countRuns(ids.length)} selected</span>
          {ids.length > 1 && ids.length <= MAX_COMPARED && (
            <a href={`#/compare?runs=${ids.join(",")}`}>Compare</a>
          )}
          {ids.length > MAX_COMPARED && <span>At most {MAX_COMPARED} can be compared</span>}
          {!areDeleted && <TagForm runIds={ids} />}
          {!areDeleted && onlyId !== undefined && otherIds.length === 0 && (
            <button type="button" onClick={() => askToRenameRun(onlyId)}>
              Rename
            </button>
          )}
          <button type="button" disabled={act.isPending} onClick={() => act.mutate({ ids, kind })}>
            {areDeleted ? "Restore" : "Delete"}
          </button>
          <button type="button" onClick={selection.clear}>
            Select none
          </button>
        </>
      )}
    </div>
  );
}
