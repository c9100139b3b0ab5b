import type { Metric } from "@mlflow-ts/contract";
import { useMemo } from "react";
import { ChartsPanel } from "../charts/charts-panel.tsx";

interface MetricChartsProps {
  readonly runId: string;
  readonly runName: string;
  readonly metrics: readonly Metric[];
}

/** A chart for each metric of one run. */
export function MetricCharts({ runId, runName, metrics }: MetricChartsProps) {
  const runs = useMemo(
    () => [{ runId, name: runName || runId, color: "var(--accent)" }],
    [runId, runName],
  );
  // The metrics' values change all the time, the charts only when there is another metric.
  const names = metrics.map(({ key }) => key).join("\n");
  const keys = useMemo(() => names.split("\n"), [names]);
  return <ChartsPanel runs={runs} keys={keys} />;
}
