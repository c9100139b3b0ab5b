import { useId, useMemo, useRef, useState } from "react";
import { ChartLink } from "../../components/chart-link.ts";
import { ChevronIcon } from "../../components/icons.tsx";
import { useWidth } from "../../components/use-width.ts";
import { WhenNear } from "../../components/when-near.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./chart-grid.module.css";
import type { ChartSection, ChartSpec } from "./group-keys.ts";
import { CARD_HEIGHT, MetricChart, type MetricChartProps } from "./metric-chart.tsx";

interface ChartGridProps extends Omit<MetricChartProps, "spec" | "link"> {
  readonly sections: readonly ChartSection[];
}

const CARD_WIDTH = 320;
const GAP = 12;

/** Charts in sections that fold; only those in sight are drawn, whatever their number. */
export function ChartGrid({ sections, ...chart }: ChartGridProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [link] = useState(() => new ChartLink());
  const columns = Math.max(1, Math.floor((width + GAP) / (CARD_WIDTH + GAP)));
  return (
    <div ref={place} className={styles["sections"]}>
      {width > 0 &&
        sections.map((section) => (
          <FoldingSection
            key={section.name}
            section={section}
            isAlone={sections.length === 1}
            columns={columns}
            drawChart={(spec) => (
              <MetricChart key={spec.title} {...chart} spec={spec} link={link} />
            )}
          />
        ))}
    </div>
  );
}

interface FoldingSectionProps {
  readonly section: ChartSection;
  readonly isAlone: boolean;
  readonly columns: number;
  readonly drawChart: (spec: ChartSpec) => React.ReactNode;
}

function FoldingSection({ section, isAlone, columns, drawChart }: FoldingSectionProps) {
  const [isOpen, setIsOpen] = useState(true);
  const contentId = useId();
  const rows = useMemo(() => inRows(section.charts, columns), [section.charts, columns]);
  return (
    <section className={styles["section"]} aria-label={`${section.name || "Metric"} charts`}>
      {!(isAlone && section.name === "") && (
        <button
          type="button"
          className={styles["title"]}
          aria-expanded={isOpen}
          aria-controls={contentId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className={styles["chevron"]} data-open={isOpen || undefined}>
            <ChevronIcon size={12} />
          </span>
          <bdi>{cutText(section.name || "Metrics", 100)}</bdi>
          <span className={styles["count"]}>{section.charts.length}</span>
        </button>
      )}
      <div id={contentId} className={styles["rows"]}>
        {isOpen &&
          rows.map((row, index) => (
            <WhenNear
              key={index}
              height={CARD_HEIGHT}
              className={styles["row"]}
              style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
            >
              {() => row.map(drawChart)}
            </WhenNear>
          ))}
      </div>
    </section>
  );
}

function inRows(charts: readonly ChartSpec[], columns: number): ChartSpec[][] {
  const rows: ChartSpec[][] = [];
  for (let from = 0; from < charts.length; from += columns) {
    rows.push(charts.slice(from, from + columns));
  }
  return rows;
}
