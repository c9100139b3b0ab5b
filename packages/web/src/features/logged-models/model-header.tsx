import type { LoggedModel } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import { CopyButton } from "../../components/copy-button.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./model-header.module.css";
import { ModelStatus } from "./model-status.tsx";

/** A model's name, status, and the run that logged it. */
export function ModelHeader({ model }: { readonly model: LoggedModel }) {
  const { info } = model;
  return (
    <header className={styles["header"]}>
      <p className={styles["soft"]}>
        {info.source_run_id ? (
          <Link
            to="/experiments/$experimentId/runs/$runId"
            params={{ experimentId: info.experiment_id, runId: info.source_run_id }}
          >
            Run {info.source_run_id}
          </Link>
        ) : (
          <Link
            to="/experiments/$experimentId"
            params={{ experimentId: info.experiment_id }}
            activeOptions={{ exact: true }}
          >
            Experiment {info.experiment_id}
          </Link>
        )}
        <span aria-hidden="true"> / </span>logged model
      </p>
      <div className={styles["line"]}>
        <h1 className={styles["name"]}>
          <bdi>{cutText(info.name, 160)}</bdi>
        </h1>
        <ModelStatus status={info.status} />
      </div>
      <p className={styles["soft"]}>
        <code>{info.model_id}</code>
        <CopyButton text={info.model_id} what="model ID" />, logged{" "}
        <TimeAgo timeMs={info.creation_timestamp_ms} />
      </p>
    </header>
  );
}
