import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ChartGrid } from "./chart-grid.tsx";
import { ChartToolbar } from "./chart-toolbar.tsx";
import styles from "./charts-panel.module.css";
import { GroupLegend } from "./group-legend.tsx";
import { filterSections, groupKeys } from "./group-keys.ts";
import type { RunGroup } from "./mean-lines.ts";
import type { ChartRun } from "./series-lines.ts";
import { useChartSettings } from "./use-chart-settings.ts";

interface ChartsPanelProps {
  readonly runs: readonly ChartRun[];
  readonly keys: readonly string[];
  readonly groups?: readonly RunGroup[] | undefined;
  /** Params by which the runs can be grouped. */
  readonly groupKeys?: readonly string[];
  /** What the table beside is grouped by. */
  readonly tableGroup?: string | undefined;
}

/** A chart for each metric of some runs, and how they are drawn. */
export function ChartsPanel({
  runs,
  keys,
  groups,
  groupKeys: params,
  tableGroup,
}: ChartsPanelProps) {
  const [settings, change] = useChartSettings();
  const sections = useMemo(() => groupKeys(keys, settings.isPaired), [keys, settings.isPaired]);
  const found = useMemo(
    () => filterSections(sections, settings.filter),
    [sections, settings.filter],
  );
  return (
    <div className={styles["panel"]}>
      <ChartToolbar
        settings={settings}
        onSettings={change}
        keys={keys}
        groupKeys={params ?? []}
        tableGroup={tableGroup}
        isGrouped={groups !== undefined}
      />
      {groups !== undefined && <GroupLegend groups={groups} band={settings.band} />}
      {found.length === 0 && settings.filter !== "" && (
        <EmptyState title="No chart's name holds these words" />
      )}
      <ChartGrid
        sections={found}
        runs={runs}
        groups={groups}
        settings={settings}
        onSettings={change}
      />
    </div>
  );
}
