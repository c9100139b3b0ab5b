import { hoverLink } from "../../components/hover-link.ts";
import { countRuns } from "../../format/count-runs.ts";
import { cutText } from "../../format/cut-text.ts";
import styles from "./group-legend.module.css";
import type { RunGroup } from "./mean-lines.ts";
import type { Band } from "./spread.ts";

interface GroupLegendProps {
  readonly groups: readonly RunGroup[];
  readonly band: Band;
}

/** Which colour is which group, once for all charts below. */
export function GroupLegend({ groups, band }: GroupLegendProps) {
  return (
    <div className={styles["legend"]}>
      <ul className={styles["groups"]} aria-label="Groups">
        {groups.map(({ ownerId, name, color, runIds }) => (
          <li
            key={ownerId}
            className={styles["group"]}
            title={cutText(name, 500)}
            onPointerEnter={() => hoverLink.point(ownerId)}
            onPointerLeave={() => hoverLink.point(undefined)}
          >
            <span className={styles["swatch"]} style={{ background: color }} />
            <bdi>{cutText(name, 60)}</bdi>
            <span className={styles["count"]}>{countRuns(runIds.length)}</span>
          </li>
        ))}
      </ul>
      <p className={styles["count"]}>
        Mean of the runs drawn of each group,{" "}
        {band === "extremes"
          ? "and from its smallest to its largest value"
          : "and one standard deviation around it"}
      </p>
    </div>
  );
}
