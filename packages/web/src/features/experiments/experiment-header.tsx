import type { Experiment } from "@mlflow-ts/contract";
import { CopyButton } from "../../components/copy-button.tsx";
import { LongText } from "../../components/long-text.tsx";
import { Notice } from "../../components/notice.tsx";
import { cutText } from "../../format/cut-text.ts";
import { ExperimentActions } from "./experiment-actions.tsx";
import { ExperimentNote } from "./experiment-note.tsx";
import styles from "./experiment-header.module.css";
import { NOTE, ownTags } from "./experiment-tags.ts";
import { RestoreButton } from "./restore-button.tsx";

/** An experiment's name, id, tags, artifacts' place and description above its runs. */
export function ExperimentHeader({ experiment }: { readonly experiment: Experiment }) {
  const note = experiment.tags?.find(({ key }) => key === NOTE)?.value;
  const tags = ownTags(experiment);
  const { artifact_location: location } = experiment;
  return (
    <header className={styles["header"]}>
      <div className={styles["line"]}>
        <h1 className={styles["name"]} title={cutText(experiment.name, 500)}>
          <bdi>{cutText(experiment.name, 200)}</bdi>
        </h1>
        <span className={styles["actions"]}>
          <ExperimentActions experiment={experiment} />
        </span>
      </div>
      <div className={styles["facts"]}>
        <span className={styles["id"]}>
          ID {experiment.experiment_id}
          <CopyButton text={experiment.experiment_id} what="experiment ID" />
        </span>
        {location !== undefined && location !== "" && (
          <span className={styles["location"]} title={cutText(location, 500)}>
            Artifacts <bdi className={styles["uri"]}>{cutText(location, 200)}</bdi>
            <CopyButton text={location} what="artifact location" />
          </span>
        )}
        {tags.length > 0 && (
          <ul className={styles["tags"]} aria-label="Tags of the experiment">
            {tags.map(({ key, value }) => (
              <li key={key} className={styles["tag"]}>
                <LongText text={key} title="Key" maxLength={60} />
                {value !== "" && (
                  <b>
                    <LongText text={value} title={key} maxLength={60} />
                  </b>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {note !== undefined && note !== "" && <ExperimentNote text={note} />}
      {experiment.lifecycle_stage === "deleted" && (
        <Notice
          tone="warn"
          title="This experiment is deleted"
          actions={<RestoreButton experiment={experiment} />}
        >
          It and its runs can be looked at and restored until <code>mlflow gc</code> removes them
          for good.
        </Notice>
      )}
    </header>
  );
}
