import type { Metric } from "@mlflow-ts/contract";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { MetricCharts } from "../../features/run/metrics/metric-charts.tsx";
import { metricsOfTab, readRunSearch } from "../run-search.ts";

interface RunChartsProps {
  readonly runId: string;
  readonly runName: string;
  readonly metrics: readonly Metric[];
}

/** The charts of a run; which metrics they show stands in the page's address. */
export function RunCharts(props: RunChartsProps) {
  const { _splat: tab } = useParams({ strict: false });
  const { metrics } = readRunSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  return (
    <MetricCharts
      {...props}
      chosen={metrics ?? metricsOfTab(tab) ?? "model"}
      onChoose={(chosen) =>
        navigate({
          to: ".",
          search: (previous) => ({ ...previous, metrics: chosen }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
