import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { cutText } from "../../format/cut-text.ts";
import { fileUrl } from "../artifacts/artifact-place.ts";
import { getArtifactText } from "../artifacts/get-artifact-text.ts";
import { previewKind } from "../artifacts/previews/preview-kind.ts";
import type { ChartRun } from "../charts/series-lines.ts";
import styles from "./compare.module.css";
import { diffLines } from "./diff-lines.ts";

interface CompareFileProps {
  readonly path: string;
  /** Those that have it. */
  readonly runs: readonly ChartRun[];
}

/** One file of several runs: pictures side by side, texts as what differs. */
export function CompareFile({ path, runs }: CompareFileProps) {
  if (previewKind(path) === "image") {
    return (
      <div className={styles["images"]}>
        {runs.map(({ runId, name, color }) => (
          <figure key={runId} className={styles["figure"]}>
            <img
              src={fileUrl({ source: "run", runId, path })}
              alt={`${cutText(path, 100)} of ${cutText(name, 60)}`}
              loading="lazy"
            />
            <figcaption>
              <span className={styles["swatch"]} style={{ background: color }} />
              <bdi>{cutText(name, 40)}</bdi>
            </figcaption>
          </figure>
        ))}
      </div>
    );
  }
  if (runs.length < 2) return <p className={styles["none"]}>Only one of the runs has this file.</p>;
  return <CompareTexts key={path} path={path} runs={runs} />;
}

function CompareTexts({ path, runs }: CompareFileProps) {
  const [beforeId, setBeforeId] = useState(runs[0]?.runId ?? "");
  const [afterId, setAfterId] = useState(runs[1]?.runId ?? "");
  const before = useQuery(getArtifactText({ source: "run", runId: beforeId, path }));
  const after = useQuery(getArtifactText({ source: "run", runId: afterId, path }));
  const lines = useMemo(
    () =>
      before.data && after.data && !before.data.isBinary && !after.data.isBinary
        ? diffLines(before.data.text, after.data.text)
        : undefined,
    [before.data, after.data],
  );
  const select = (label: string, value: string, choose: (runId: string) => void) => (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      data={runs.map((run) => ({ value: run.runId, label: cutText(run.name, 60) }))}
    />
  );
  const failed = [before, after].find((query) => query.isError);
  return (
    <section className={styles["texts"]} aria-label={`Differences of ${cutText(path, 100)}`}>
      <div className={styles["selects"]}>
        {select("From", beforeId, setBeforeId)}
        {select("To", afterId, setAfterId)}
      </div>
      {failed && (
        <LoadFailure error={failed.error} what="the file" onRetry={() => failed.refetch()} />
      )}
      {(before.isPending || after.isPending) && <Placeholder label="Loading files" lines={6} />}
      {lines?.every(({ kind }) => kind === "same") && (
        <p className={styles["none"]}>Both are the same.</p>
      )}
      {before.data && after.data && lines === undefined && (
        <p className={styles["none"]}>
          {before.data.isBinary || after.data.isBinary
            ? "These files are no texts."
            : "These files differ in more lines than can be shown."}
        </p>
      )}
      {lines?.some(({ kind }) => kind !== "same") && (
        <pre className={styles["diff"]} tabIndex={0}>
          {lines.map(({ kind, text }, index) => (
            <span key={index} data-kind={kind}>
              {kind === "added" ? "+ " : kind === "removed" ? "− " : "  "}
              {cutText(text, 2000)}
              {"\n"}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}
