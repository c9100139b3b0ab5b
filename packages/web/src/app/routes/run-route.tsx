import type { Run } from "@mlflow-ts/contract";
import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { LoadFailure } from "../../components/load-failure.tsx";
import { PairTable } from "../../components/pair-table.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { getExperiment } from "../../features/experiments/get-experiment.ts";
import { listRunModels } from "../../features/logged-models/list-run-models.ts";
import { ModelsTable } from "../../features/logged-models/models-table.tsx";
import { getRun } from "../../features/run/get-run.ts";
import { MetricCharts } from "../../features/run/metric-charts.tsx";
import { MetricsTable } from "../../features/run/metrics-table.tsx";
import { readTags } from "../../features/run/read-tags.ts";
import { RunBanner } from "../../features/run/run-banner.tsx";
import { RunFacts } from "../../features/run/run-facts.tsx";
import { RunHeader } from "../../features/run/run-header.tsx";
import { MissingPage } from "./missing-page.tsx";
import styles from "./page.module.css";
import { RunArtifacts } from "./run-artifacts.tsx";

/** One run: what it is, what went in, what came out. */
export function RunRoute() {
  const { runId = "" } = useParams({ strict: false });
  const query = useQuery(getRun(runId));
  useDocumentTitle(query.data?.info.run_name);
  if (query.data !== undefined) return <RunPage key={runId} run={query.data} />;
  if (query.error instanceof MlflowError && query.error.status === 404) {
    return <MissingPage what={`Run ${runId}`} />;
  }
  return (
    <div className={styles["page"]}>
      {query.isError ? (
        <LoadFailure error={query.error} what="the run" onRetry={() => query.refetch()} />
      ) : (
        <Placeholder label="Loading run" lines={12} />
      )}
    </div>
  );
}

function RunPage({ run }: { readonly run: Run }) {
  const { experiment_id: experimentId, run_id: runId, status } = run.info;
  const experiment = useQuery(getExperiment(experimentId));
  const isLive = status === "RUNNING";
  const models = useQuery({
    ...listRunModels(experimentId, runId),
    refetchInterval: isLive && 5000,
  });
  const tags = readTags(run.data.tags ?? []);
  const params = (run.data.params ?? []).toSorted(byKey);
  const metrics = (run.data.metrics ?? []).toSorted(byKey);
  return (
    <div className={`${styles["page"]} ${styles["long"]}`}>
      <RunHeader run={run} experimentName={experiment.data?.name} description={tags.description} />
      <RunBanner run={run} />
      <RunFacts run={run} tags={tags} />
      <div className={styles["pair"]}>
        <Section title="Metrics" note={String(metrics.length)}>
          {metrics.length === 0 ? (
            <p className={styles["none"]}>No metric was logged.</p>
          ) : (
            <MetricsTable metrics={metrics} />
          )}
        </Section>
        <Section title="Params" note={String(params.length)}>
          {params.length === 0 ? (
            <p className={styles["none"]}>No param was logged.</p>
          ) : (
            <PairTable pairs={params} name="Params" />
          )}
        </Section>
      </div>
      {metrics.length > 0 && (
        <Section title="Charts">
          <MetricCharts runId={runId} runName={run.info.run_name ?? ""} metrics={metrics} />
        </Section>
      )}
      {models.data !== undefined && models.data.length > 0 && (
        <Section title="Logged models" note={String(models.data.length)}>
          <ModelsTable models={models.data} />
        </Section>
      )}
      <Section title="Artifacts">
        <RunArtifacts runId={runId} models={models.data ?? []} isLive={isLive} />
      </Section>
      <Section title="Tags" note={String(tags.own.length)}>
        {tags.own.length === 0 ? (
          <p className={styles["none"]}>No tag was set.</p>
        ) : (
          <PairTable pairs={tags.own} name="Tags" />
        )}
        {tags.system.length > 0 && (
          <details className={styles["system"]}>
            <summary>Set by MLflow: {tags.system.length}</summary>
            <PairTable pairs={tags.system} name="System tags" />
          </details>
        )}
      </Section>
    </div>
  );
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key.localeCompare(b.key, "en");
}
