import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";

/** Brings a deleted run back. */
export function RestoreRun({ runId }: { readonly runId: string }) {
  const queryClient = useQueryClient();
  const restore = useMutation({
    mutationFn: () => client.restoreRun({ run_id: runId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["run", runId] }),
  });
  return (
    <>
      <Button size="xs" loading={restore.isPending} onClick={() => restore.mutate()}>
        Restore
      </Button>
      {restore.error !== null && (
        <span role="alert">{cutText(describeError(restore.error), 200)}</span>
      )}
    </>
  );
}
