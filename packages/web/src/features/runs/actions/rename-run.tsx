import { useQuery } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { queryClient } from "../../../api/query-client.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { RenameDialog } from "../../../components/rename-dialog.tsx";
import { closeDialog } from "../../../components/show-dialog.tsx";
import { showToast } from "../../../components/toast.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { getRun } from "../../run/get-run.ts";

/** Gives a run another name, which Undo takes back. */
export default function RenameRun({ runId }: { readonly runId: string }) {
  const query = useQuery(getRun(runId));
  if (query.data !== undefined) {
    const name = query.data.info.run_name ?? "";
    return (
      <RenameDialog
        title="Rename the run"
        name={name}
        emptyFault="A run needs a name."
        onRename={(next) => renameRun(runId, name, next)}
      />
    );
  }
  return (
    <Dialog title="Rename the run" onClose={closeDialog}>
      {query.isError ? (
        <LoadFailure error={query.error} what="the run" onRetry={() => query.refetch()} />
      ) : (
        <Placeholder label="Loading run" lines={2} />
      )}
    </Dialog>
  );
}

async function renameRun(runId: string, from: string, to: string): Promise<void> {
  const rename = async (name: string) => {
    await client.updateRun({ run_id: runId, run_name: name });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ["runs"] }),
      queryClient.invalidateQueries({ queryKey: ["run", runId] }),
    ]);
  };
  await rename(to);
  showToast({
    text: `Renamed “${cutText(from, 60)}” to “${cutText(to, 60)}”`,
    // MLflow: a run without a name can't be made again.
    ...(from !== "" && { undo: () => rename(from) }),
  });
}
