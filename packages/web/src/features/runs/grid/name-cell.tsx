import type { RunTableRow } from "@mlflow-ts/contract";
import { Link } from "@tanstack/react-router";
import { ChevronIcon } from "../../../components/icons.tsx";
import { countRuns } from "../../../format/count-runs.ts";
import { cutText } from "../../../format/cut-text.ts";
import { RunEye } from "../run-selection/run-eye.tsx";
import type { RowActions } from "./grid-row.tsx";
import styles from "./runs-grid.module.css";

interface NameCellProps {
  readonly run: RunTableRow;
  /** The run's place in the list, from 0. */
  readonly place: number;
  readonly width: number;
  readonly isSelected: boolean;
  readonly isCollapsed: boolean;
  readonly isIndented: boolean;
  /** Whether other rows fold, so that this one leaves the same room before its name. */
  readonly hasFolds: boolean;
  readonly color: string | undefined;
  readonly actions: RowActions;
}

const INDENT = 18;

/** A run's name with what selects it, folds its children away and draws it in charts. */
export function NameCell(props: NameCellProps) {
  const { run, place, width, isSelected, isCollapsed, isIndented, color, actions } = props;
  const { run_id: runId, experiment_id: experimentId, child_count: childCount = 0 } = run;
  const name = run.run_name || runId;
  const shown = cutText(name, 100);
  const depth = (run.depth ?? 0) + (isIndented ? 1 : 0);
  return (
    <div role="rowheader" aria-colindex={1} className={styles["name"]} style={{ width }}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Select ${shown}`}
        checked={isSelected}
        onChange={() => {}}
        onClick={(event) => actions.onSelect(runId, event.shiftKey)}
      />
      {depth > 0 && <span style={{ width: Math.min(depth, 8) * INDENT, flex: "none" }} />}
      {childCount === 0 && props.hasFolds && <span className={styles["noFold"]} />}
      {childCount > 0 && (
        <button
          type="button"
          tabIndex={-1}
          className={styles["fold"]}
          aria-expanded={!isCollapsed}
          aria-label={`${countRuns(childCount)} below ${shown}`}
          onClick={() => actions.onToggleCollapsed(runId)}
        >
          <ChevronIcon size={12} />
        </button>
      )}
      <RunEye runName={name} color={color} onToggle={() => actions.onToggleEye(runId, place)} />
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId, runId }}
        title={cutText(name, 500)}
        tabIndex={-1}
      >
        <bdi>{shown}</bdi>
      </Link>
      {childCount > 0 && <span className={styles["childCount"]}>{childCount}</span>}
    </div>
  );
}
