import type { ExperimentView } from "../experiment-search.ts";
import styles from "./view-switch.module.css";

const NAMES: Readonly<Record<ExperimentView, string>> = {
  table: "Table",
  both: "Table and charts",
  charts: "Charts",
};
const VIEWS = ["table", "both", "charts"] as const;

interface ViewSwitchProps {
  readonly view: ExperimentView;
  readonly onChoose: (view: ExperimentView) => void;
}

/** Whether the runs stand as a table, as charts, or as both side by side. */
export function ViewSwitch({ view, onChoose }: ViewSwitchProps) {
  return (
    <div className={styles["switch"]} role="group" aria-label="View">
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          className={styles["choice"]}
          aria-pressed={one === view}
          onClick={() => onChoose(one)}
        >
          {NAMES[one]}
        </button>
      ))}
    </div>
  );
}
