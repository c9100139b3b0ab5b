import { useIsPointed } from "../../components/hover-link.ts";
import { formatExact, formatShort } from "../../format/metric-value.ts";
import { cutText } from "../../format/cut-text.ts";
import type { PointedValue } from "./chart-point.ts";
import styles from "./chart-tooltip.module.css";

interface ChartTooltipProps {
  readonly title: string;
  readonly values: readonly PointedValue[];
  /** In pixels from the chart's left. */
  readonly left: number;
  readonly chartWidth: number;
}

const SHOWN = 24;

/** What stands at the pointer: the exact value of each line. */
export function ChartTooltip({ title, values, left, chartWidth }: ChartTooltipProps) {
  const isRight = left > chartWidth / 2;
  const style = isRight ? { right: chartWidth - left + 10 } : { left: left + 10 };
  return (
    <div className={styles["tooltip"]} style={style} role="status">
      <div className={styles["title"]}>{cutText(title, 60)}</div>
      <PointedValues values={values.slice(0, SHOWN)} />
      {values.length > SHOWN && (
        <div className={styles["title"]}>and {values.length - SHOWN} more in full screen</div>
      )}
    </div>
  );
}

/** Lines with their values as rows. */
export function PointedValues({ values }: { readonly values: readonly PointedValue[] }) {
  return (
    <ul className={styles["values"]}>
      {values.map((value) => (
        <Value key={value.id} {...value} />
      ))}
    </ul>
  );
}

function Value({ ownerId, name, color, value, raw, spread }: PointedValue) {
  const isPointed = useIsPointed(ownerId);
  return (
    <li className={styles["value"]} data-pointed={isPointed || undefined}>
      <span className={styles["swatch"]} style={{ background: color }} />
      <bdi className={styles["name"]}>{cutText(name, 60)}</bdi>
      <span className={Number.isFinite(raw ?? value) ? styles["number"] : styles["broken"]}>
        {raw === undefined ? formatExact(value) : `${formatShort(value)} (${formatExact(raw)})`}
        {spread && ` [${formatShort(spread[0])}, ${formatShort(spread[1])}]`}
      </span>
    </li>
  );
}
