import type { RunGroup } from "@mlflow-ts/contract";
import { ChevronIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { formatExact, formatShort } from "../../../format/metric-value.ts";
import type { RowActions } from "./grid-row.tsx";
import styles from "./runs-grid.module.css";

interface GroupNameProps {
  readonly group: RunGroup;
  readonly isOpen: boolean;
  readonly width: number;
  /** Its colour in the charts. */
  readonly color: string | undefined;
  readonly actions: RowActions;
}

/** A group's value and how many runs have it. */
export function GroupName({ group, isOpen, width, color, actions }: GroupNameProps) {
  const { value, run_count: count } = group;
  return (
    <div role="rowheader" aria-colindex={1} className={styles["name"]} style={{ width }}>
      <button
        type="button"
        tabIndex={-1}
        className={styles["groupName"]}
        aria-expanded={isOpen}
        onClick={() => actions.onToggleGroup(value ?? null)}
      >
        <ChevronIcon size={12} />
        {color && <span className={styles["swatch"]} style={{ background: color }} />}
        <bdi>{value === undefined ? "(none)" : cutText(value, 100)}</bdi>
        <span className={styles["childCount"]}>
          {count.toLocaleString("en")} {count === 1 ? "run" : "runs"}
        </span>
      </button>
    </div>
  );
}

/** A metric's mean over a group, and how far its runs lie from that. */
export function GroupCell({
  spread,
}: {
  readonly spread: RunGroup["metrics"][number] | undefined;
}) {
  if (spread === undefined || spread === null) return null;
  const { mean, standard_deviation: deviation, min, max, run_count: count } = spread;
  const exact = `mean ${formatExact(mean)}, standard deviation ${formatExact(deviation)}, from ${formatExact(min)} to ${formatExact(max)}, ${count} runs`;
  return (
    <span title={exact}>
      {formatShort(Number(mean.toPrecision(4)))}
      {count > 1 && (
        <span className={styles["deviation"]}>
          {" "}
          ± {formatShort(Number(deviation.toPrecision(2)))}
        </span>
      )}
    </span>
  );
}
