import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../../../api/client.ts";

/** What becomes of a tag. A value that is not there is a tag that is not there. */
export interface TagChange {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Changes a run's tags, one at a time, and keeps the last change so that it can be undone. */
export function useTagChange(runId: string) {
  const queryClient = useQueryClient();
  const [last, setLast] = useState<TagChange>();
  const change = useMutation({
    mutationFn: async ({ key, after }: TagChange) => {
      if (after === undefined) await client.deleteTag({ run_id: runId, key });
      else await client.setTag({ run_id: runId, key, value: after });
      await queryClient.invalidateQueries({ queryKey: ["run", runId] });
    },
  });
  return {
    /** Undefined before the first change and after it was undone. */
    last,
    error: change.error,
    isPending: change.isPending,
    apply: (wanted: TagChange, onDone?: () => void) => {
      change.mutate(wanted, {
        onSuccess: () => {
          setLast(wanted);
          onDone?.();
        },
      });
    },
    undo: ({ key, before, after }: TagChange) => {
      change.mutate({ key, before: after, after: before }, { onSuccess: () => setLast(undefined) });
    },
  };
}
