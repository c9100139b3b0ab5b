import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import tableStyles from "../../../components/data-table.module.css";
import { EmptyState } from "../../../components/empty-state.tsx";
import { cutText } from "../../../format/cut-text.ts";
import type { ChartSettings } from "../chart-search.ts";
import { rankParams } from "./importance.ts";
import styles from "./sweep-views.module.css";
import { keysOf, readDimension, type SweepRun } from "./sweep-runs.ts";

interface SweepViewProps {
  readonly runs: readonly SweepRun[];
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

/** Which params matter for a metric. */
export function ImportanceView({ runs, settings, onSettings }: SweepViewProps) {
  const metrics = useMemo(() => keysOf(runs, (run) => run.metrics.keys()), [runs]);
  const asked = settings.dims.map(readDimension).find((one) => one?.kind === "metrics")?.key;
  const metric =
    metrics.find((key) => key === asked) ??
    metrics.find((key) => /loss|acc/i.test(key)) ??
    metrics[0];
  const ranked = useMemo(
    () => (metric === undefined ? [] : rankParams(runs, metric)),
    [runs, metric],
  );
  if (metric === undefined) return <EmptyState title="These runs have no metric" />;
  return (
    <section className={styles["view"]} aria-label="Importance of params">
      <NativeSelect
        size="xs"
        label="Importance for"
        className={styles["select"] ?? ""}
        value={metric}
        onChange={(event) => onSettings({ dims: [`metrics.${event.currentTarget.value}`] })}
      >
        {metrics.map((key) => (
          <option key={key} value={key}>
            {cutText(key, 80)}
          </option>
        ))}
      </NativeSelect>
      {ranked.length === 0 ? (
        <EmptyState title="No param differs between runs that have this metric" />
      ) : (
        <table
          className={tableStyles["table"]}
          aria-label={`Importance for ${cutText(metric, 80)}`}
        >
          <thead>
            <tr>
              <th scope="col">Param</th>
              <th scope="col">Importance</th>
              <th scope="col" className={tableStyles["number"]}>
                Correlation
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map(({ key, importance, correlation }) => (
              <tr key={key}>
                <th scope="row">
                  <bdi>{cutText(key, 80)}</bdi>
                </th>
                <td>
                  <Bar part={importance} text={`${(importance * 100).toFixed(1)} %`} />
                </td>
                <td className={tableStyles["number"]} data-tone={toneOf(correlation)}>
                  {correlation === undefined ? "–" : correlation.toFixed(2)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles["note"]}>
        Importance: how much splits on the param lower the squared error of a random forest (Breiman
        2001) that predicts the metric&apos;s last value; all make 100 %. Correlation:
        Spearman&apos;s, of ranks; above zero, larger values of the param go with larger ones of the
        metric. With few runs both may be chance.
      </p>
    </section>
  );
}

function toneOf(correlation: number | undefined): string | undefined {
  if (correlation === undefined || Math.abs(correlation) < 0.1) return undefined;
  return correlation > 0 ? "up" : "down";
}

export function Bar({ part, text }: { readonly part: number; readonly text: string }) {
  return (
    <span className={styles["bar"]}>
      <span className={styles["track"]}>
        <span className={styles["fill"]} style={{ width: `${part * 100}%` }} />
      </span>
      <span className={styles["barText"]}>{text}</span>
    </span>
  );
}
