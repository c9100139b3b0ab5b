import { lazy } from "react";
import { showDialog } from "../../../components/show-dialog.tsx";

// Loaded when first asked for.
const RenameRun = lazy(() => import("./rename-run.tsx"));

/** Asks for another name of a run, wherever it is shown. */
export function askToRenameRun(runId: string): void {
  showDialog(<RenameRun runId={runId} />);
}
