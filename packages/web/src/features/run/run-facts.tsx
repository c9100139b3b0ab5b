import type { Run } from "@mlflow-ts/contract";
import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import { CopyButton } from "../../components/copy-button.tsx";
import { Elapsed } from "../../components/elapsed.tsx";
import { LongText } from "../../components/long-text.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { cutText } from "../../format/cut-text.ts";
import { formatExactTime } from "../../format/time.ts";
import type { Commit } from "./find-commit.ts";
import type { RunTags } from "./read-tags.ts";
import styles from "./run-facts.module.css";

const COMMIT_LENGTH = 10;

interface RunFactsProps {
  readonly run: Run;
  readonly tags: RunTags;
}

/** When, how long, by whom and from what. */
export function RunFacts({ run, tags }: RunFactsProps) {
  const { info, inputs } = run;
  const used = inputs?.model_inputs ?? [];
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
        </Fact>
      )}
      {tags.commit !== undefined && (
        <Fact name="Commit">
          <CommitText commit={tags.commit} />
        </Fact>
      )}
      <Fact name="Run ID">
        <span className={styles["id"]}>
          <code>{info.run_id}</code>
          <CopyButton text={info.run_id} what="run ID" />
        </span>
      </Fact>
      {used.length > 0 && (
        <Fact name={used.length === 1 ? "Model used" : "Models used"}>
          {used.map((model) => (
            <Link
              key={model.model_id}
              to="/experiments/$experimentId/models/$modelId"
              params={{ experimentId: info.experiment_id, modelId: model.model_id }}
            >
              {model.model_id}
            </Link>
          ))}
        </Fact>
      )}
    </dl>
  );
}

function CommitText({ commit }: { readonly commit: Commit }) {
  const id = (
    <code title={cutText(commit.id, 100)}>{cutText(commit.id.slice(0, COMMIT_LENGTH), 20)}</code>
  );
  return (
    <>
      <span className={styles["id"]}>
        {commit.link === undefined ? (
          id
        ) : (
          <a href={commit.link} target="_blank" rel="noopener noreferrer">
            {id}
          </a>
        )}
        <CopyButton text={commit.id} what="commit" />
      </span>
      {commit.branch !== undefined && (
        <span className={styles["soft"]}>on {cutText(commit.branch, 60)}</span>
      )}
    </>
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
