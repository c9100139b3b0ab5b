import type { Run } from "@mlflow-ts/contract";
import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { useNow } from "../../components/use-now.ts";
import { getExperiment } from "../../features/experiments/get-experiment.ts";
import { listRunModels } from "../../features/logged-models/list-run-models.ts";
import { ModelsTable } from "../../features/logged-models/models-table.tsx";
import { ChildRuns } from "../../features/run/children/child-runs.tsx";
import { DatasetsTable } from "../../features/run/datasets/datasets-table.tsx";
import { Description } from "../../features/run/description/description.tsx";
import { getRunMetrics } from "../../features/run/get-run-metrics.ts";
import { getRun } from "../../features/run/get-run.ts";
import { MetricsSection } from "../../features/run/metrics/metrics-section.tsx";
import { RunOutcome } from "../../features/run/outcome/run-outcome.tsx";
import { ParamsTable } from "../../features/run/params-table.tsx";
import { readTags } from "../../features/run/read-tags.ts";
import { RunFacts } from "../../features/run/run-facts.tsx";
import { RunHeader } from "../../features/run/run-header.tsx";
import { RunTags } from "../../features/run/tags/run-tags.tsx";
import { silentFor } from "../../features/runs/rows/silence.ts";
import { MissingPage } from "./missing-page.tsx";
import styles from "./page.module.css";
import { RunArtifacts } from "./run-artifacts.tsx";
import { RunCharts } from "./run-charts.tsx";

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
  const summaries = useQuery(getRunMetrics(runId)).data;
  const isLive = status === "RUNNING";
  const models = useQuery({
    ...listRunModels(experimentId, runId),
    refetchInterval: isLive && 5000,
  });
  const now = useNow(30_000);
  // Whether it is silent can't be told before its signals are known.
  const silentMs = summaries && silentFor({ ...run.info, ...summaries }, now);
  const tags = readTags(run.data.tags ?? []);
  const params = (run.data.params ?? []).toSorted(byKey);
  const metrics = (run.data.metrics ?? []).toSorted(byKey);
  const datasets = run.inputs?.dataset_inputs ?? [];
  const isEditable = run.info.lifecycle_stage === "active";
  return (
    <div className={`${styles["page"]} ${styles["long"]}`}>
      <RunHeader
        run={run}
        experimentName={experiment.data?.name}
        parentRunId={tags.parentRunId}
        silentMs={silentMs}
      />
      <RunOutcome run={run} metrics={summaries} silentMs={silentMs} />
      <RunFacts run={run} tags={tags} />
      <Description runId={runId} text={tags.description} isEditable={isEditable} />
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <MetricsSection metrics={metrics} summaries={summaries?.byKey} />
          <RunTags runId={runId} tags={tags} isEditable={isEditable} />
        </div>
        <ParamsTable params={params} />
      </div>
      {metrics.length > 0 && (
        <RunCharts runId={runId} runName={run.info.run_name ?? ""} metrics={metrics} />
      )}
      <ChildRuns experimentId={experimentId} runId={runId} />
      {datasets.length > 0 && (
        <Section title="Datasets" note={String(datasets.length)}>
          <DatasetsTable datasets={datasets} />
        </Section>
      )}
      {models.data !== undefined && models.data.length > 0 && (
        <Section title="Logged models" note={String(models.data.length)}>
          <ModelsTable models={models.data} outputs={run.outputs} />
        </Section>
      )}
      <Section title="Artifacts">
        <RunArtifacts runId={runId} models={models.data ?? []} isLive={isLive} />
      </Section>
    </div>
  );
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key.localeCompare(b.key, "en", { numeric: true });
}
