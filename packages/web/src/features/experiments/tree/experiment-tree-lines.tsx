import { Link } from "@tanstack/react-router";
import { ChevronIcon } from "../../../components/icons.tsx";
import { countRuns } from "../../../format/count-runs.ts";
import { cutText } from "../../../format/cut-text.ts";
import { formatAge, formatRelative } from "../../../format/time.ts";
import type { Activity } from "../get-activity.ts";
import type { ExperimentRow, FolderRow } from "./experiment-tree.ts";
import styles from "./experiment-tree.module.css";

interface LineProps {
  readonly id: string;
  readonly isActive: boolean;
  /** Pixels from the first line. */
  readonly top: number;
  readonly onPoint: () => void;
}

const INDENT = 14;
/** Deeper ones stand below each other, so that a name has room. */
const MAX_INDENTS = 6;

const indentOf = (depth: number) => Math.min(depth, MAX_INDENTS) * INDENT;

interface FolderLineProps extends LineProps {
  readonly row: FolderRow;
  readonly onFold: (path: string, isFolded: boolean) => void;
}

export function FolderLine({ id, isActive, top, onPoint, row, onFold }: FolderLineProps) {
  const { path, label, depth, isOpen, experimentCount, runningCount } = row;
  const goesOn = runningCount > 0 ? `, ${countRuns(runningCount)} running` : "";
  const what = experimentCount === 1 ? "1 experiment" : `${experimentCount} experiments`;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblingCount}
      aria-expanded={isOpen}
      title={`${cutText(path, 500)}: ${what}${goesOn}`}
      className={styles["line"]}
      data-active={isActive || undefined}
      style={{ top, paddingLeft: 6 + indentOf(depth) }}
      onClick={() => {
        onPoint();
        onFold(path, isOpen);
      }}
    >
      <span className={styles["fold"]} data-open={isOpen || undefined}>
        <ChevronIcon size={12} />
      </span>
      <bdi className={styles["name"]}>{cutText(label, 120)}</bdi>
      <span className="visually-hidden">{what + goesOn}</span>
      <span
        className={styles["count"]}
        data-live={runningCount > 0 || undefined}
        aria-hidden="true"
      >
        {experimentCount.toLocaleString("en", { notation: "compact" })}
      </span>
    </div>
  );
}

interface ExperimentLineProps extends LineProps {
  readonly row: ExperimentRow;
  readonly isCurrent: boolean;
  readonly activity: Activity | undefined;
  readonly onChosen: (() => void) | undefined;
}

export function ExperimentLine(props: ExperimentLineProps) {
  const { id, isActive, top, onPoint, row, isCurrent, activity, onChosen } = props;
  const { experiment, label, depth } = row;
  const facts = describeActivity(activity);
  return (
    <Link
      id={id}
      role="treeitem"
      tabIndex={-1}
      to="/experiments/$experimentId"
      params={{ experimentId: experiment.experiment_id }}
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblingCount}
      // A run's page belongs to its experiment, though its address only begins the same.
      aria-current={isCurrent ? "page" : undefined}
      title={`${cutText(experiment.name, 500)}${facts === "" ? "" : `: ${facts}`}`}
      className={styles["line"]}
      data-active={isActive || undefined}
      style={{ top, paddingLeft: 8 + indentOf(depth) + (depth > 0 ? INDENT : 0) }}
      onClick={() => {
        onPoint();
        onChosen?.();
      }}
    >
      <bdi className={styles["name"]}>{cutText(label, 120)}</bdi>
      {activity !== undefined && activity.run_count > 0 && (
        <>
          <span className="visually-hidden">{facts}</span>
          <span className={styles["age"]} aria-hidden="true">
            {formatAge(activity.last_activity_time, Date.now())}
          </span>
          <span
            className={styles["count"]}
            data-live={activity.running_count > 0 || undefined}
            aria-hidden="true"
          >
            {activity.run_count.toLocaleString("en", { notation: "compact" })}
          </span>
        </>
      )}
    </Link>
  );
}

/** How many runs an experiment has, and when it last changed, in words. */
function describeActivity(activity: Activity | undefined): string {
  if (activity === undefined || activity.run_count === 0) return "";
  const { run_count: count, running_count: running, last_activity_time: last } = activity;
  const goesOn = running > 0 ? `, ${running} running` : "";
  return `${countRuns(count)}${goesOn}, last change ${formatRelative(last, Date.now())}`;
}
