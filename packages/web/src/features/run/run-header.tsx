import type { Run } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import { PencilIcon } from "../../components/icons.tsx";
import { RunStatus } from "../../components/run-status.tsx";
import { cutText } from "../../format/cut-text.ts";
import { askToRenameRun } from "../runs/actions/ask-to-rename-run.tsx";
import { ParentLink } from "./parent-link.tsx";
import styles from "./run-header.module.css";

interface RunHeaderProps {
  readonly run: Run;
  readonly experimentName: string | undefined;
  readonly parentRunId: string | undefined;
  /** How long a run that should go on has not been heard of. */
  readonly silentMs: number | undefined;
}

/** Where the run belongs, its name and its status. */
export function RunHeader({ run, experimentName, parentRunId, silentMs }: RunHeaderProps) {
  const { info } = run;
  const name = info.run_name || info.run_id;
  return (
    <header className={styles["header"]}>
      <p className={styles["trail"]}>
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: info.experiment_id }}
          activeOptions={{ exact: true }}
        >
          <bdi>{cutText(experimentName ?? `Experiment ${info.experiment_id}`, 100)}</bdi>
        </Link>
        <span aria-hidden="true"> / </span>
        {parentRunId !== undefined && (
          <>
            <ParentLink runId={parentRunId} experimentId={info.experiment_id} />
            <span aria-hidden="true"> / </span>
          </>
        )}
        run
      </p>
      <div className={styles["line"]}>
        <h1 className={styles["name"]} title={cutText(name, 500)}>
          <bdi>{cutText(name, 160)}</bdi>
        </h1>
        {info.lifecycle_stage !== "deleted" && (
          <button
            type="button"
            className={styles["rename"]}
            aria-label="Rename the run"
            title="Rename the run"
            onClick={() => askToRenameRun(info.run_id)}
          >
            <PencilIcon size={14} />
          </button>
        )}
        <RunStatus status={info.status} silentMs={silentMs} />
      </div>
    </header>
  );
}
