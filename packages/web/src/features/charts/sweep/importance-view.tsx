import { NativeSelect } from "@mantine/core";
import { useMemo, useRef } from "react";
import tableStyles from "../../../components/data-table.module.css";
import { EmptyState } from "../../../components/empty-state.tsx";
import { resolveColor } from "../../../components/resolve-color.ts";
import { toCsvRow } from "../../../format/csv.ts";
import { cutText } from "../../../format/cut-text.ts";
import { barsLook } from "../bars-look.ts";
import { drawBarsSvg } from "../bars-svg.ts";
import { ChartDownloads } from "../chart-downloads.tsx";
import type { ChartSettings } from "../chart-search.ts";
import { rankParams } from "./importance.ts";
import { PartBar } from "./part-bar.tsx";
import styles from "./sweep-views.module.css";
import { keysOf, readDimension, type SweepRun } from "./sweep-runs.ts";

interface SweepViewProps {
  readonly runs: readonly SweepRun[];
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

/** Which params matter for a metric. */
export function ImportanceView({ runs, settings, onSettings }: SweepViewProps) {
  const frame = useRef<HTMLElement>(null);
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
    <section ref={frame} className={styles["view"]} aria-label="Importance of params">
      <ChartDownloads
        name={`importance for ${metric}`}
        frame={frame}
        drawSvg={() =>
          drawBarsSvg(
            ranked.map(({ key, importance }) => ({
              label: key,
              part: importance,
              text: toPercent(importance),
              color: resolveColor(document.body, "var(--accent)"),
            })),
            barsLook(`Importance for ${metric}`),
          )
        }
        makeCsv={() => [
          toCsvRow(["param", "importance", "correlation"]),
          ...ranked.map(({ key, importance, correlation }) =>
            toCsvRow([key, String(importance), String(correlation ?? "")]),
          ),
        ]}
      />
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
                  <PartBar part={importance} text={toPercent(importance)} />
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

function toPercent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function toneOf(correlation: number | undefined): string | undefined {
  if (correlation === undefined || Math.abs(correlation) < 0.1) return undefined;
  return correlation > 0 ? "up" : "down";
}
