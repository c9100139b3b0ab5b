import { MetricNumber } from "../../components/metric-number.tsx";
import { cutText } from "../../format/cut-text.ts";
import styles from "./value-bars.module.css";

export interface ValueBar {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly value: number;
}

interface ValueBarsProps {
  readonly bars: readonly ValueBar[];
  readonly height: number;
}

/** A bar for each value, with the value to its last digit. */
export function ValueBars({ bars, height }: ValueBarsProps) {
  const finite = bars.map(({ value }) => value).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const toPercent = (value: number) => (high === low ? 0 : ((value - low) / (high - low)) * 100);
  return (
    <ul className={styles["bars"]} style={{ maxHeight: height }}>
      {bars.map(({ id, name, color, value }) => (
        <li key={id} className={styles["bar"]}>
          <bdi className={styles["name"]} title={cutText(name, 300)}>
            {cutText(name, 60)}
          </bdi>
          <span className={styles["track"]}>
            {Number.isFinite(value) && (
              <span
                className={styles["fill"]}
                style={{
                  left: `${Math.min(toPercent(0), toPercent(value))}%`,
                  width: `${Math.abs(toPercent(value) - toPercent(0))}%`,
                  background: color,
                }}
              />
            )}
          </span>
          <MetricNumber value={value} />
        </li>
      ))}
    </ul>
  );
}
