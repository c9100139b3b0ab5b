import type { Run } from "@mlflow-ts/contract";
import { useQueries } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { RunsCharts } from "../../features/charts/runs-charts.tsx";
import { DifferenceTable } from "../../features/charts/sweep/difference-table.tsx";
import { toSweepRun } from "../../features/charts/sweep/sweep-runs.ts";
import { useChartSettings } from "../../features/charts/use-chart-settings.ts";
import { CompareArtifacts } from "../../features/compare/compare-artifacts.tsx";
import { ComparedRuns } from "../../features/compare/compared-runs.tsx";
import { getRun } from "../../features/run/get-run.ts";
import { datasetNames } from "../../features/runs/run-selection/charted-runs.ts";
import { runColors } from "../../features/runs/run-selection/run-colors.ts";
import { type CompareSearch, readCompareSearch, readRunIds } from "../compare-search.ts";
import styles from "./page.module.css";

/** Two to a hundred runs of any experiments beside each other. */
export function CompareRoute() {
  const search = readCompareSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const runIds = useMemo(() => readRunIds(search.runs), [search.runs]);
  const { found, missing, isPending } = useRuns(runIds);
  const [settings, change] = useChartSettings();
  const sweep = useMemo(() => found.map(toSweepRun), [found]);
  useDocumentTitle(`Compare ${runIds.length} runs`);
  const open = (next: CompareSearch) => navigate({ to: "/compare", search: next });
  if (runIds.length < 2) {
    return (
      <div className={styles["page"]}>
        <EmptyState title="Nothing to compare">
          <p>Choose two runs or more in a table of runs, then Compare.</p>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={`${styles["page"]} ${styles["long"]}`}>
      <ComparedRuns
        runs={found}
        onRemove={(runId) =>
          open({ ...search, runs: runIds.filter((id) => id !== runId).join(",") })
        }
      />
      {missing.length > 0 && (
        <Notice tone="warn" title="Some runs could not be loaded">
          {missing.join(", ")}
        </Notice>
      )}
      {isPending && <Placeholder label="Loading runs" lines={10} />}
      {found.length > 0 && (
        <>
          <Section title="Params and metrics">
            <DifferenceTable runs={sweep} settings={settings} onSettings={change} />
          </Section>
          <Section title="Charts">
            <RunsCharts runs={found} />
          </Section>
          <Section title="Artifacts">
            <CompareArtifacts
              runs={found}
              path={search.artifact ?? ""}
              onOpen={(path) => {
                const { artifact: _, ...rest } = search;
                return open(path === "" ? rest : { ...rest, artifact: path });
              }}
            />
          </Section>
        </>
      )}
    </div>
  );
}

/** The runs that are there, in the order asked, each with its colour. */
function useRuns(runIds: readonly string[]) {
  const queries = useQueries({ queries: runIds.map(getRun) });
  const loaded = queries.flatMap(({ data }) => data ?? []);
  // Equal answers keep their identity, and so do the runs that are made of them.
  const key = loaded.map(({ info }) => info.run_id).join();
  const versions = queries.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const found = useMemo(() => toComparedRuns(loaded), [key, versions]);
  return {
    found,
    missing: runIds.filter((_, index) => queries[index]?.isError && !queries[index].data),
    isPending: queries.some((query) => query.isPending),
  };
}

function toComparedRuns(runs: readonly Run[]) {
  const colors = runColors.assign(runs.map(({ info }) => info.run_id));
  return runs.map(({ info, data, inputs }) => ({
    runId: info.run_id,
    experimentId: info.experiment_id,
    name: info.run_name || info.run_id,
    status: info.status,
    color: colors.get(info.run_id) ?? "currentColor",
    data,
    datasets: datasetNames(inputs),
  }));
}
