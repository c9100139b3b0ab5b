import type { Experiment } from "@mlflow-ts/contract";
import { useEffect, useId, useMemo } from "react";
import type { Activity } from "../get-activity.ts";
import { foldersOf, toTreeRows } from "./experiment-tree.ts";
import { ExperimentLine, FolderLine } from "./experiment-tree-lines.tsx";
import styles from "./experiment-tree.module.css";
import { useFoldedFolders } from "./folded-folders.ts";
import { keyOf, useTreeKeys } from "./use-tree-keys.ts";
import { ROW_HEIGHT, useRowWindow } from "./use-row-window.ts";

interface ExperimentTreeViewProps {
  readonly experiments: readonly Experiment[];
  readonly activity: ReadonlyMap<string, Activity> | undefined;
  readonly selectedId: string | undefined;
  /** While one searches nothing that was found is folded away. */
  readonly isSearch: boolean;
  readonly onChosen: (() => void) | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** Experiments as a tree of folders, of which only the lines in sight are drawn. */
export function ExperimentTreeView(props: ExperimentTreeViewProps) {
  const { experiments, activity, selectedId, isSearch, onChosen } = props;
  const id = useId();
  const { folded, setFolded } = useFoldedFolders();
  const rows = useMemo(
    () => toTreeRows(experiments, isSearch ? NONE : folded, activity),
    [experiments, folded, activity, isSearch],
  );
  const { frameRef, first, end, scrollTo, isReady } = useRowWindow(rows.length);
  const onFold = (path: string, isFolded: boolean) => setFolded([path], isFolded);
  const { active, onKeyDown, setActiveKey } = useTreeKeys({
    rows,
    selectedId,
    onFold,
    onChosen,
    scrollTo,
  });

  // An experiment opened by its address may stand far down, in a folder that is folded.
  const selectedName = experiments.find((one) => one.experiment_id === selectedId)?.name;
  useEffect(() => {
    if (selectedName === undefined) return;
    setFolded(foldersOf(selectedName), false);
    setActiveKey(undefined);
  }, [selectedName, setFolded, setActiveKey]);
  const selectedIndex = rows.findIndex((row) => keyOf(row) === selectedId);
  const isSelectedThere = selectedIndex >= 0;
  useEffect(() => {
    if (isReady && isSelectedThere) scrollTo(selectedIndex);
    // oxlint-disable-next-line react/exhaustive-deps -- not when lines come and go above it: what a person scrolled to stays
  }, [isReady, isSelectedThere, selectedId, scrollTo]);

  const activeRow = rows[active];
  const isActiveDrawn = active >= first && active < end;
  return (
    <div
      ref={frameRef}
      role="tree"
      aria-label="Experiments"
      tabIndex={0}
      className={styles["tree"]}
      aria-activedescendant={activeRow && isActiveDrawn ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="none" className={styles["rows"]} style={{ height: rows.length * ROW_HEIGHT }}>
        {rows.slice(first, end).map((row, offset) => {
          const index = first + offset;
          const line = {
            id: `${id}-${index}`,
            isActive: index === active,
            top: index * ROW_HEIGHT,
            onPoint: () => setActiveKey(keyOf(row)),
          };
          return row.kind === "folder" ? (
            <FolderLine key={keyOf(row)} {...line} row={row} onFold={onFold} />
          ) : (
            <ExperimentLine
              key={keyOf(row)}
              {...line}
              row={row}
              isCurrent={row.experiment.experiment_id === selectedId}
              activity={activity?.get(row.experiment.experiment_id)}
              onChosen={onChosen}
            />
          );
        })}
      </div>
    </div>
  );
}
