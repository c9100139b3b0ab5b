import type { RunData } from "@mlflow-ts/contract";
import { lazy, Suspense, useMemo } from "react";
import { Placeholder } from "../../components/placeholder.tsx";
import { BarsView } from "./bars-view.tsx";
import type { ChartSettings, ChartTab } from "./chart-search.ts";
import { ChartTabs } from "./chart-tabs.tsx";
import { ChartsPanel } from "./charts-panel.tsx";
import { groupRuns } from "./group-runs.ts";
import { RunImages } from "./images/run-images.tsx";
import styles from "./runs-charts.module.css";
import type { ChartRun } from "./series-lines.ts";
import { DifferenceTable } from "./sweep/difference-table.tsx";
import { HistogramView } from "./sweep/histogram-view.tsx";
import { ImportanceView } from "./sweep/importance-view.tsx";
import { keysOf, type SweepRun, toSweepRun } from "./sweep/sweep-runs.ts";
import { useChartSettings } from "./use-chart-settings.ts";

// Brings ECharts, which is larger than the rest of the page.
const SweepChart = lazy(() => import("./sweep/sweep-chart.tsx"));

interface RunsChartsProps {
  readonly runs: readonly (ChartRun & {
    readonly experimentId: string;
    readonly data: RunData;
  })[];
}

/** Everything that can be drawn of some runs. */
export function RunsCharts({ runs: charted }: RunsChartsProps) {
  const [settings, change] = useChartSettings();
  const runs = useMemo(() => charted.map(toSweepRun), [charted]);
  return (
    <div className={styles["charts"]}>
      <ChartTabs chosen={settings.tab} onChoose={(tab) => change({ tab })} />
      <Suspense fallback={<Placeholder label="Loading chart" lines={8} />}>
        <TabContent tab={settings.tab} runs={runs} settings={settings} onSettings={change} />
      </Suspense>
    </div>
  );
}

interface TabContentProps {
  readonly tab: ChartTab;
  readonly runs: readonly SweepRun[];
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

function TabContent({ tab, runs, settings, onSettings }: TabContentProps) {
  switch (tab) {
    case "lines":
      return <Lines runs={runs} group={settings.group} />;
    case "bars":
      return <BarsView runs={runs} filter={settings.filter} onSettings={onSettings} />;
    case "scatter":
    case "parallel":
    case "contour":
      return (
        <SweepChart key={tab} kind={tab} runs={runs} settings={settings} onSettings={onSettings} />
      );
    case "importance":
      return <ImportanceView runs={runs} settings={settings} onSettings={onSettings} />;
    case "histogram":
      return <HistogramView runs={runs} />;
    case "differences":
      return <DifferenceTable runs={runs} settings={settings} onSettings={onSettings} />;
    case "images":
      return <RunImages runs={runs} />;
  }
}

function Lines({
  runs,
  group,
}: {
  readonly runs: readonly SweepRun[];
  readonly group?: string | undefined;
}) {
  // Values change all the time; the charts and their requests only when a run or a metric comes.
  const names = keysOf(runs, (run) => run.metrics.keys()).join("\n");
  const keys = useMemo(() => names.split("\n").filter(Boolean), [names]);
  const looks = JSON.stringify(runs.map(({ runId, name, color }) => ({ runId, name, color })));
  const drawn = useMemo(() => JSON.parse(looks) as ChartRun[], [looks]);
  const params = useMemo(() => keysOf(runs, (run) => run.params.keys()), [runs]);
  const groups = useMemo(
    () => (group === undefined ? undefined : groupRuns(runs, group)),
    [runs, group],
  );
  return <ChartsPanel runs={drawn} keys={keys} groups={groups} groupKeys={params} />;
}
