import { TextInput } from "@mantine/core";
import { useMemo, useRef } from "react";
import { SearchIcon } from "../../components/icons.tsx";
import { resolveColor } from "../../components/resolve-color.ts";
import { WhenNear } from "../../components/when-near.tsx";
import { cutText } from "../../format/cut-text.ts";
import { toCsvRow } from "../../format/csv.ts";
import { formatExact } from "../../format/metric-value.ts";
import { barsLook } from "./bars-look.ts";
import { drawBarsSvg } from "./bars-svg.ts";
import styles from "./bars-view.module.css";
import { ChartDownloads } from "./chart-downloads.tsx";
import type { ChartSettings } from "./chart-search.ts";
import { filterSections, groupKeys } from "./group-keys.ts";
import { keysOf, type SweepRun } from "./sweep/sweep-runs.ts";
import { ValueBars } from "./value-bars.tsx";

interface BarsViewProps {
  readonly runs: readonly SweepRun[];
  readonly filter: string;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

const HEIGHT = 260;

/** The last value of each metric, a bar for each run, the largest first. */
export function BarsView({ runs, filter, onSettings }: BarsViewProps) {
  const keys = useMemo(() => {
    const sections = groupKeys(
      keysOf(runs, (run) => run.metrics.keys()),
      false,
    );
    return filterSections(sections, filter).flatMap(({ charts }) =>
      charts.flatMap((chart) => chart.keys),
    );
  }, [runs, filter]);
  return (
    <div className={styles["view"]}>
      <TextInput
        className={styles["search"]}
        size="xs"
        type="search"
        aria-label="Search charts"
        placeholder="Search charts"
        value={filter}
        onChange={(event) => onSettings({ filter: event.currentTarget.value })}
        leftSection={<SearchIcon size={14} />}
      />
      <div className={styles["cards"]}>
        {keys.map((key) => (
          <WhenNear key={key} height={HEIGHT + 60}>
            {() => <MetricBars metricKey={key} runs={runs} />}
          </WhenNear>
        ))}
      </div>
    </div>
  );
}

function MetricBars({ metricKey, runs }: { metricKey: string; runs: readonly SweepRun[] }) {
  const bars = runs
    .flatMap((run) => {
      const value = run.metrics.get(metricKey);
      return value === undefined ? [] : [{ run, value }];
    })
    .toSorted((a, b) => compareValues(b.value, a.value));
  const frame = useRef<HTMLElement>(null);
  const most = Math.max(...bars.map(({ value }) => Math.abs(value)).filter(Number.isFinite));
  return (
    <article ref={frame} className={styles["card"]} aria-label={cutText(metricKey, 120)}>
      <header className={styles["head"]}>
        <p className={styles["name"]}>
          <bdi>{cutText(metricKey, 80)}</bdi>
        </p>
        <ChartDownloads
          name={metricKey}
          frame={frame}
          drawSvg={() =>
            drawBarsSvg(
              bars.map(({ run, value }) => ({
                label: run.name,
                part: most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 0,
                text: formatExact(value),
                color: resolveColor(document.body, run.color),
              })),
              barsLook(metricKey),
            )
          }
          makeCsv={() => [
            toCsvRow(["run_id", "run_name", metricKey]),
            ...bars.map(({ run, value }) => toCsvRow([run.runId, run.name, String(value)])),
          ]}
        />
      </header>
      <ValueBars
        bars={bars.map(({ run: { runId, name, color }, value }) => ({
          id: runId,
          name,
          color,
          value,
        }))}
        height={HEIGHT}
      />
    </article>
  );
}

/** NaN comes last, whichever way. */
function compareValues(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a === b ? 0 : a - b;
}
