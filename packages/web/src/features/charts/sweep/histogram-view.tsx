import { useMemo, useRef } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { resolveColor } from "../../../components/resolve-color.ts";
import { toCsvRow } from "../../../format/csv.ts";
import { cutText } from "../../../format/cut-text.ts";
import { barsLook } from "../bars-look.ts";
import { drawBarsSvg } from "../bars-svg.ts";
import { ChartDownloads } from "../chart-downloads.tsx";
import { type Bin, countValues } from "./histogram.ts";
import { PartBar } from "./part-bar.tsx";
import { keysOf, type SweepRun } from "./sweep-runs.ts";
import styles from "./sweep-views.module.css";

/** How often each value of each param occurs. */
export function HistogramView({ runs }: { readonly runs: readonly SweepRun[] }) {
  const histograms = useMemo(
    () =>
      keysOf(runs, (run) => run.params.keys()).map((key) => ({
        key,
        bins: countValues(runs.flatMap((run) => run.params.get(key) ?? [])),
      })),
    [runs],
  );
  if (histograms.length === 0) return <EmptyState title="These runs have no params" />;
  return (
    <div className={styles["histograms"]}>
      {histograms.map(({ key, bins }) => (
        <Histogram key={key} param={key} bins={bins} />
      ))}
    </div>
  );
}

function Histogram({ param, bins }: { readonly param: string; readonly bins: readonly Bin[] }) {
  const frame = useRef<HTMLElement>(null);
  const most = Math.max(...bins.map(({ count }) => count));
  return (
    <section ref={frame} className={styles["view"]} aria-label={cutText(param, 100)}>
      <p className={styles["title"]}>
        <bdi>{cutText(param, 80)}</bdi>
      </p>
      <ul className={styles["bins"]}>
        {bins.map(({ label, count }) => (
          <li key={label} className={styles["bin"]}>
            <bdi className={styles["label"]} title={cutText(label, 500)}>
              {cutText(label, 40)}
            </bdi>
            <PartBar part={count / most} text={String(count)} />
          </li>
        ))}
      </ul>
      <ChartDownloads
        name={param}
        frame={frame}
        drawSvg={() =>
          drawBarsSvg(
            bins.map(({ label, count }) => ({
              label,
              part: count / most,
              text: String(count),
              color: resolveColor(document.body, "var(--accent)"),
            })),
            barsLook(param),
          )
        }
        makeCsv={() => [
          toCsvRow([param, "runs"]),
          ...bins.map(({ label, count }) => toCsvRow([label, String(count)])),
        ]}
      />
    </section>
  );
}
