import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { parseGroupBy } from "../runs/groups/group-by.ts";
import { useChartedRuns } from "../runs/run-selection/charted-runs.ts";
import type { RunsSearch } from "../runs/runs-search.ts";
import { RunsCharts } from "./runs-charts.tsx";

interface ExperimentChartsProps {
  readonly experimentId: string;
  readonly search: RunsSearch;
}

/** The charts of those runs of the table whose eye is open. */
export default function ExperimentCharts({ experimentId, search }: ExperimentChartsProps) {
  const runs = useChartedRuns(experimentId, search);
  const groupBy = useMemo(() => parseGroupBy(search.groupBy), [search.groupBy]);
  if (runs.length === 0) return <EmptyState title="No run is shown in charts" />;
  return <RunsCharts runs={runs} tableGroupBy={groupBy} />;
}
