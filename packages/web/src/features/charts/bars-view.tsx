import { TextInput } from "@mantine/core";
import { useMemo, useRef } from "react";
import { SearchIcon } from "../../components/icons.tsx";
import { resolveColor } from "../../components/resolve-color.ts";
import { WhenNear } from "../../components/when-near.tsx";
import { cutText } from "../../format/cut-text.ts";
import { toCsvRow } from "../../format/csv.ts";
import { countRuns } from "../../format/count-runs.ts";
import { formatExact, formatShort } from "../../format/metric-value.ts";
import { barsLook } from "./bars-look.ts";
import { drawBarsSvg } from "./bars-svg.ts";
import styles from "./bars-view.module.css";
import { ChartDownloads } from "./chart-downloads.tsx";
import type { ChartSettings } from "./chart-search.ts";
import { filterSections, groupKeys } from "./group-keys.ts";
import { GroupLegend } from "./group-legend.tsx";
import type { RunGroup } from "./mean-lines.ts";
import { type Band, spreadOf } from "./spread.ts";
import { keysOf, type SweepRun } from "./sweep/sweep-runs.ts";
import { type ValueBar, ValueBars } from "./value-bars.tsx";

interface BarsViewProps {
  readonly runs: readonly SweepRun[];
  /** With groups, a bar is the mean of one. */
  readonly groups: readonly RunGroup[] | undefined;
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

const HEIGHT = 260;
const BAR_HEIGHT = 21;

/** The last value of each metric, a bar for each run or group, the largest first. */
export function BarsView({ runs, groups, settings, onSettings }: BarsViewProps) {
  const { filter, band } = settings;
  const keys = useMemo(() => {
    const sections = groupKeys(
      keysOf(runs, (run) => run.metrics.keys()),
      false,
    );
    return filterSections(sections, filter).flatMap(({ charts }) =>
      charts.flatMap((chart) => chart.keys),
    );
  }, [runs, filter]);
  const barCount = groups?.length ?? runs.length;
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
      {groups !== undefined && <GroupLegend groups={groups} band={band} />}
      <div className={styles["cards"]}>
        {keys.map((key) => (
          <WhenNear key={key} height={Math.min(HEIGHT, barCount * BAR_HEIGHT) + 60}>
            {() => <MetricBars metricKey={key} runs={runs} groups={groups} band={band} />}
          </WhenNear>
        ))}
      </div>
    </div>
  );
}

interface MetricBarsProps {
  readonly metricKey: string;
  readonly runs: readonly SweepRun[];
  readonly groups: readonly RunGroup[] | undefined;
  readonly band: Band;
}

function MetricBars({ metricKey, runs, groups, band }: MetricBarsProps) {
  const bars = groups
    ? barsOfGroups(metricKey, runs, groups, band)
    : runs.flatMap(({ runId, name, color, metrics }): ValueBar[] => {
        const value = metrics.get(metricKey);
        return value === undefined ? [] : [{ id: runId, name, color, value }];
      });
  const sorted = bars.toSorted((a, b) => compareValues(b.value, a.value));
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
              sorted.map(({ name, color, value, spread }) => ({
                label: name,
                part: most > 0 && Number.isFinite(value) ? Math.abs(value) / most : 0,
                text: spread
                  ? `${formatShort(value)} [${formatShort(spread.low)}, ${formatShort(spread.high)}]`
                  : formatExact(value),
                color: resolveColor(document.body, color),
              })),
              barsLook(metricKey),
            )
          }
          makeCsv={() =>
            groups
              ? [
                  toCsvRow(["group", "mean", "low", "high", "runs"]),
                  ...sorted.map(({ name, value, spread, note = "" }) =>
                    toCsvRow([
                      name,
                      ...[value, spread?.low, spread?.high].map((part) => String(part ?? "")),
                      note,
                    ]),
                  ),
                ]
              : [
                  toCsvRow(["run_id", "run_name", metricKey]),
                  ...sorted.map(({ id, name, value }) => toCsvRow([id, name, String(value)])),
                ]
          }
        />
      </header>
      <ValueBars bars={sorted} height={HEIGHT} />
    </article>
  );
}

/** The mean of each group's finite values, with what lies around it. */
function barsOfGroups(
  metricKey: string,
  runs: readonly SweepRun[],
  groups: readonly RunGroup[],
  band: Band,
): ValueBar[] {
  const byId = new Map(runs.map((run) => [run.runId, run.metrics.get(metricKey)]));
  return groups.flatMap(({ ownerId, name, color, runIds }) => {
    const values = runIds.flatMap((runId) => byId.get(runId) ?? []).filter(Number.isFinite);
    if (values.length === 0) return [];
    const { mean, low, high } = spreadOf(values, band);
    const note = countRuns(values.length);
    return [{ id: ownerId, name, color, value: mean, spread: { low, high }, note }];
  });
}

/** NaN comes last, whichever way. */
function compareValues(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a === b ? 0 : a - b;
}
