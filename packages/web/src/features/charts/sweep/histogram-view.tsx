import { useMemo } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { countValues } from "./histogram.ts";
import { Bar } from "./importance-view.tsx";
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
      {histograms.map(({ key, bins }) => {
        const most = Math.max(...bins.map(({ count }) => count));
        return (
          <section key={key} className={styles["view"]} aria-label={cutText(key, 100)}>
            <h3 className={styles["title"]}>
              <bdi>{cutText(key, 80)}</bdi>
            </h3>
            <ul className={styles["bins"]}>
              {bins.map(({ label, count }) => (
                <li key={label} className={styles["bin"]}>
                  <bdi className={styles["label"]} title={cutText(label, 500)}>
                    {cutText(label, 40)}
                  </bdi>
                  <Bar part={count / most} text={String(count)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
