import { formatExact, formatShort } from "../format/metric-value.ts";
import styles from "./metric-number.module.css";

interface MetricNumberProps {
  readonly value: number;
  readonly isShort?: boolean;
}

/** A metric's value; NaN and infinity stand out, for they end most trainings. */
export function MetricNumber({ value, isShort = false }: MetricNumberProps) {
  const exact = formatExact(value);
  const text = isShort ? formatShort(value) : exact;
  return (
    <span
      className={Number.isFinite(value) ? styles["number"] : styles["broken"]}
      title={text === exact ? undefined : exact}
    >
      {text}
    </span>
  );
}
