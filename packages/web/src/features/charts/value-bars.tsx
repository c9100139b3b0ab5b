import { MetricNumber } from "../../components/metric-number.tsx";
import { cutText } from "../../format/cut-text.ts";
import { formatShort } from "../../format/metric-value.ts";
import styles from "./value-bars.module.css";

export interface ValueBar {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly value: number;
  /** Of a group's mean: how far its runs lie around it. */
  readonly spread?: { readonly low: number; readonly high: number } | undefined;
  /** Such as how many runs a mean is of. */
  readonly note?: string | undefined;
}

/** Enough digits for an end of a range. */
const formatRound = (value: number) => formatShort(Number(value.toPrecision(4)));

interface ValueBarsProps {
  readonly bars: readonly ValueBar[];
  readonly height: number;
}

/** A bar for each value, with the value to its last digit. */
export function ValueBars({ bars, height }: ValueBarsProps) {
  const finite = bars
    .flatMap(({ value, spread }) => [value, spread?.low ?? value, spread?.high ?? value])
    .filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const toPercent = (value: number) => (high === low ? 0 : ((value - low) / (high - low)) * 100);
  return (
    <ul className={styles["bars"]} style={{ maxHeight: height }}>
      {bars.map(({ id, name, color, value, spread, note }) => (
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
            {spread && spread.low < spread.high && (
              <span
                className={styles["spread"]}
                style={{
                  left: `${toPercent(spread.low)}%`,
                  width: `${toPercent(spread.high) - toPercent(spread.low)}%`,
                }}
              />
            )}
          </span>
          <span>
            <MetricNumber value={value} isShort={spread !== undefined} />
            {spread && (
              <span className={styles["note"]}>
                {" "}
                [{formatRound(spread.low)}, {formatRound(spread.high)}]
              </span>
            )}
            {note && <span className={styles["note"]}> {note}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
