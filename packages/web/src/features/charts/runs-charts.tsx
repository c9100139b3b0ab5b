import { lazy, Suspense, useMemo } from "react";
import { Placeholder } from "../../components/placeholder.tsx";
import { BarsView } from "./bars-view.tsx";
import type { ChartSettings, ChartTab } from "./chart-search.ts";
import { ChartTabs } from "./chart-tabs.tsx";
import { ChartsPanel } from "./charts-panel.tsx";
import { groupNameOf, type GroupBy } from "../runs/groups/group-by.ts";
import { type GroupedRun, groupRuns } from "./group-runs.ts";
import type { RunGroup } from "./mean-lines.ts";
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
  readonly runs: readonly (ChartRun & GroupedRun & { readonly experimentId: string })[];
  /** What the table beside is grouped by: then groups are drawn instead of runs. */
  readonly tableGroupBy?: GroupBy | undefined;
}

/** Everything that can be drawn of some runs. */
export function RunsCharts({ runs: charted, tableGroupBy }: RunsChartsProps) {
  const [settings, change] = useChartSettings();
  const runs = useMemo(() => charted.map(toSweepRun), [charted]);
  const groups = useGroups(charted, settings.group, tableGroupBy);
  return (
    <div className={styles["charts"]}>
      <ChartTabs chosen={settings.tab} onChoose={(tab) => change({ tab })} />
      <Suspense fallback={<Placeholder label="Loading chart" lines={8} />}>
        <TabContent
          tab={settings.tab}
          runs={runs}
          groups={groups}
          tableGroup={tableGroupBy && groupNameOf(tableGroupBy)}
          settings={settings}
          onSettings={change}
        />
      </Suspense>
    </div>
  );
}

/** The groups that are drawn; the same object until a run comes, goes or moves to another. */
function useGroups(
  runs: readonly GroupedRun[],
  chosen: string | undefined,
  tableGroupBy: GroupBy | undefined,
): readonly RunGroup[] | undefined {
  const groups = useMemo(() => {
    const groupBy = chosen === undefined ? tableGroupBy : ({ by: "PARAM", key: chosen } as const);
    return JSON.stringify(groupBy && groupRuns(runs, groupBy));
  }, [runs, chosen, tableGroupBy]);
  return useMemo(
    // Read again from the text, by which equal groups are the same.
    () => (groups === undefined ? undefined : (JSON.parse(groups) as RunGroup[])),
    [groups],
  );
}

interface TabContentProps {
  readonly tab: ChartTab;
  readonly runs: readonly SweepRun[];
  readonly groups: readonly RunGroup[] | undefined;
  readonly tableGroup: string | undefined;
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
}

function TabContent(props: TabContentProps) {
  const { tab, runs, groups, settings, onSettings } = props;
  switch (tab) {
    case "lines":
      return <Lines runs={runs} groups={groups} tableGroup={props.tableGroup} />;
    case "bars":
      return <BarsView runs={runs} groups={groups} settings={settings} onSettings={onSettings} />;
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
      return <RunImages runs={runs} settings={settings} onSettings={onSettings} />;
  }
}

type LinesProps = Pick<TabContentProps, "runs" | "groups" | "tableGroup">;

function Lines({ runs, groups, tableGroup }: LinesProps) {
  // Values change all the time; the charts and their requests only when a run or a metric comes.
  const names = keysOf(runs, (run) => run.metrics.keys()).join("\n");
  const keys = useMemo(() => names.split("\n").filter(Boolean), [names]);
  const looks = JSON.stringify(runs.map(({ runId, name, color }) => ({ runId, name, color })));
  const drawn = useMemo(() => JSON.parse(looks) as ChartRun[], [looks]);
  const params = useMemo(() => keysOf(runs, (run) => run.params.keys()), [runs]);
  return (
    <ChartsPanel
      runs={drawn}
      keys={keys}
      groups={groups}
      groupKeys={params}
      tableGroup={tableGroup}
    />
  );
}
