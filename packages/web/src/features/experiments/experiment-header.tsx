import type { Experiment } from "@mlflow-ts/contract";
import { CopyButton } from "../../components/copy-button.tsx";
import { LongText } from "../../components/long-text.tsx";
import { Notice } from "../../components/notice.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./experiment-header.module.css";

/** The experiment's name, id and description above its runs. */
export function ExperimentHeader({ experiment }: { readonly experiment: Experiment }) {
  const note = experiment.tags?.find(({ key }) => key === "mlflow.note.content")?.value;
  return (
    <header className={styles["header"]}>
      <div className={styles["line"]}>
        <h1 className={styles["name"]} title={cutText(experiment.name, 500)}>
          <bdi>{cutText(experiment.name, 200)}</bdi>
        </h1>
        <span className={styles["id"]}>
          ID {experiment.experiment_id}
          <CopyButton text={experiment.experiment_id} what="experiment ID" />
        </span>
      </div>
      {note !== undefined && note !== "" && (
        <p className={styles["note"]}>
          <LongText text={note} title="Description" maxLength={280} />
        </p>
      )}
      {experiment.lifecycle_stage === "deleted" && (
        <Notice tone="warn" title="This experiment is deleted">
          Its runs can be read until it is removed for good.
        </Notice>
      )}
    </header>
  );
}
