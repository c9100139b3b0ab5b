import type { Run } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import { LongText } from "../../components/long-text.tsx";
import { RunStatus } from "../../components/run-status.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./run-header.module.css";

interface RunHeaderProps {
  readonly run: Run;
  readonly experimentName: string | undefined;
  readonly description: string | undefined;
}

/** Where the run belongs, its name and status, and what its author says of it. */
export function RunHeader({ run, experimentName, description }: RunHeaderProps) {
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
        <span aria-hidden="true"> / </span>run
      </p>
      <div className={styles["line"]}>
        <h1 className={styles["name"]} title={cutText(name, 500)}>
          <bdi>{cutText(name, 160)}</bdi>
        </h1>
        <RunStatus status={info.status} />
      </div>
      {description !== undefined && (
        <div className={styles["description"]}>
          <LongText text={description} title="Description" maxLength={600} />
        </div>
      )}
    </header>
  );
}
