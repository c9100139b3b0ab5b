import type { Run } from "@mlflow-ts/contract";
import type { ReactNode } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { Elapsed } from "../../components/elapsed.tsx";
import { LongText } from "../../components/long-text.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { formatExactTime } from "../../format/time.ts";
import type { RunTags } from "./read-tags.ts";
import styles from "./run-facts.module.css";

interface RunFactsProps {
  readonly run: Run;
  readonly tags: RunTags;
}

/** When, how long, by whom and from what. */
export function RunFacts({ run, tags }: RunFactsProps) {
  const { info, inputs } = run;
  const datasets = inputs?.dataset_inputs ?? [];
  const user = tags.user ?? info.user_id;
  return (
    <dl className={styles["facts"]}>
      <Fact name="Started">
        {info.start_time === undefined ? (
          "–"
        ) : (
          <>
            <TimeAgo timeMs={info.start_time} />
            <span className={styles["soft"]}>{formatExactTime(info.start_time)}</span>
          </>
        )}
      </Fact>
      <Fact name="Duration">
        <Elapsed
          startMs={info.start_time}
          endMs={info.end_time}
          isRunning={info.status === "RUNNING"}
        />
        {info.end_time !== undefined && (
          <span className={styles["soft"]}>ended {formatExactTime(info.end_time)}</span>
        )}
      </Fact>
      {user !== undefined && user !== "" && (
        <Fact name="User">
          <LongText text={user} title="User" maxLength={60} />
        </Fact>
      )}
      {tags.source !== undefined && (
        <Fact name="Source">
          <LongText text={tags.source} title="Source" maxLength={80} />
          {tags.commit !== undefined && (
            <span className={styles["soft"]}>commit {tags.commit.slice(0, 10)}</span>
          )}
        </Fact>
      )}
      <Fact name="Run ID">
        <span className={styles["id"]}>
          <code>{info.run_id}</code>
          <CopyButton text={info.run_id} what="run ID" />
        </span>
      </Fact>
      {datasets.length > 0 && (
        <Fact name="Datasets">
          {datasets.map(({ dataset, tags: datasetTags }) => {
            const context = datasetTags?.find(({ key }) => key === "mlflow.data.context")?.value;
            return (
              <span key={`${dataset.name} ${dataset.digest}`} className={styles["dataset"]}>
                <LongText text={dataset.name} title="Dataset" maxLength={60} />
                <span className={styles["soft"]}>
                  {dataset.digest}
                  {context !== undefined && `, ${context}`}
                </span>
              </span>
            );
          })}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles["fact"]}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
