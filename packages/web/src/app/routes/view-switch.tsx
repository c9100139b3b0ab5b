import { ViewChoice } from "../../components/view-choice.tsx";
import type { ExperimentView } from "../experiment-search.ts";

const NAMES: Readonly<Record<ExperimentView, string>> = {
  table: "Table",
  both: "Table and charts",
  charts: "Charts",
};

interface ViewSwitchProps {
  readonly view: ExperimentView;
  readonly onChoose: (view: ExperimentView) => void;
}

/** Whether the runs stand as a table, as charts, or as both side by side. */
export function ViewSwitch({ view, onChoose }: ViewSwitchProps) {
  return <ViewChoice label="View" views={NAMES} view={view} onChoose={onChoose} />;
}
