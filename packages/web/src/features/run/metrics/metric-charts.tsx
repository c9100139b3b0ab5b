import type { Metric } from "@mlflow-ts/contract";
import { useMemo } from "react";
import { Section } from "../../../components/section.tsx";
import { ViewChoice } from "../../../components/view-choice.tsx";
import { ChartsPanel } from "../../charts/charts-panel.tsx";
import { isSystemMetric } from "./is-system-metric.ts";
import styles from "./metric-charts.module.css";

export type ChartedMetrics = "model" | "system";

interface MetricChartsProps {
  readonly runId: string;
  readonly runName: string;
  readonly metrics: readonly Metric[];
  /** Which are drawn. */
  readonly chosen: ChartedMetrics;
  readonly onChoose: (metrics: ChartedMetrics) => void;
}

const NAMES: Readonly<Record<ChartedMetrics, string>> = {
  model: "Model metrics",
  system: "System metrics",
};
const KINDS = ["model", "system"] as const;

/** A chart for each metric of one run; those of the model and of the machine stand apart. */
export function MetricCharts({ runId, runName, metrics, chosen, onChoose }: MetricChartsProps) {
  const runs = useMemo(
    () => [{ runId, name: runName || runId, color: "var(--accent)" }],
    [runId, runName],
  );
  const keysOf = (kind: ChartedMetrics) =>
    metrics.map(({ key }) => key).filter((key) => isSystemMetric(key) === (kind === "system"));
  const kinds = KINDS.filter((kind) => keysOf(kind).length > 0);
  // A run of which only the machine is known so far shows that.
  const shown = kinds.includes(chosen) ? chosen : (kinds[0] ?? "model");
  // The metrics' values change all the time, the charts only when there is another metric.
  const names = keysOf(shown).join("\n");
  const keys = useMemo(() => names.split("\n"), [names]);
  const labelOf = (kind: ChartedMetrics) => (
    <>
      {NAMES[kind]} <span className={styles["count"]}>{keysOf(kind).length}</span>
    </>
  );
  return (
    <Section
      title="Charts"
      actions={
        kinds.includes("system") && (
          <ViewChoice
            label="Charted metrics"
            views={Object.fromEntries(kinds.map((kind) => [kind, labelOf(kind)]))}
            view={shown}
            onChoose={onChoose}
          />
        )
      }
    >
      <ChartsPanel runs={runs} keys={keys} />
    </Section>
  );
}
