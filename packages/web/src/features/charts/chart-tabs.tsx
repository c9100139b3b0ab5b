import { CHART_TABS, type ChartTab } from "./chart-search.ts";
import styles from "./chart-tabs.module.css";

const NAMES: Readonly<Record<ChartTab, string>> = {
  lines: "Lines",
  bars: "Bars",
  scatter: "Scatter",
  parallel: "Parallel",
  contour: "Contour",
  importance: "Importance",
  histogram: "Histograms",
  differences: "Differences",
  images: "Images",
};

interface ChartTabsProps {
  readonly chosen: ChartTab;
  readonly onChoose: (tab: ChartTab) => void;
}

/** Which kind of chart is shown. */
export function ChartTabs({ chosen, onChoose }: ChartTabsProps) {
  return (
    <div className={styles["tabs"]} role="group" aria-label="Kind of chart">
      {CHART_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          className={styles["tab"]}
          aria-pressed={tab === chosen}
          onClick={() => onChoose(tab)}
        >
          {NAMES[tab]}
        </button>
      ))}
    </div>
  );
}
