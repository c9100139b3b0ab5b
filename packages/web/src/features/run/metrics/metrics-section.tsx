import type { Metric } from "@mlflow-ts/contract";
import { useState } from "react";
import { SearchBox } from "../../../components/search-box.tsx";
import { Section } from "../../../components/section.tsx";
import { holdsWords } from "../../../format/holds-words.ts";
import type { RunMetrics } from "../get-run-metrics.ts";
import nothing from "../nothing.module.css";
import { isSystemMetric } from "./is-system-metric.ts";
import styles from "./metrics-section.module.css";
import { MetricsTable } from "./metrics-table.tsx";

interface MetricsSectionProps {
  readonly metrics: readonly Metric[];
  /** What all points tell; undefined until it is there. */
  readonly summaries: RunMetrics["byKey"] | undefined;
}

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 6;

/** A run's metrics by name; those of the machine are folded away. */
export function MetricsSection({ metrics, summaries }: MetricsSectionProps) {
  const [typed, setTyped] = useState("");
  const found = metrics.filter(({ key }) => holdsWords(key, typed));
  const ofModel = found.filter(({ key }) => !isSystemMetric(key));
  const ofSystem = found.filter(({ key }) => isSystemMetric(key));
  return (
    <Section
      title="Metrics"
      note={
        found.length === metrics.length
          ? String(metrics.length)
          : `${found.length} of ${metrics.length}`
      }
      actions={
        metrics.length >= SEARCHED_FROM && (
          <SearchBox what="metrics" value={typed} onChange={setTyped} />
        )
      }
    >
      {metrics.length === 0 && <p className={nothing["nothing"]}>No metric yet.</p>}
      {metrics.length > 0 && found.length === 0 && (
        <p className={nothing["nothing"]}>No metric&apos;s name holds these words.</p>
      )}
      {ofModel.length > 0 && (
        <MetricsTable metrics={ofModel} summaries={summaries} name="Metrics" />
      )}
      {ofSystem.length > 0 && (
        <details className={styles["system"]} open={ofModel.length === 0}>
          <summary>System metrics: {ofSystem.length}</summary>
          <MetricsTable metrics={ofSystem} summaries={summaries} name="System metrics" />
        </details>
      )}
    </Section>
  );
}
