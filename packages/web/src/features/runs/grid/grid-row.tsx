import type { RunGroup, RunTableRow } from "@mlflow-ts/contract";
import { memo, type ReactNode } from "react";
import { hoverLink, useIsPointed } from "../../../components/hover-link.ts";
import type { CellReader } from "../rows/cell-reader.ts";
import type { TableRow } from "../rows/table-rows.ts";
import type { PlacedColumn } from "../table/column-layout.ts";
import { GroupCell, GroupName } from "./group-cells.tsx";
import { NameCell } from "./name-cell.tsx";
import { placeCell, spacerBefore } from "./place-cell.ts";
import { RunCell } from "./run-cell.tsx";
import styles from "./runs-grid.module.css";
import { ROW_HEIGHT } from "./row-height.ts";

/** What can be done to a row. */
export interface RowActions {
  readonly onOpen: (run: RunTableRow) => void;
  /** With `isRange` also everything up to the run selected before. */
  readonly onSelect: (runId: string, isRange: boolean) => void;
  readonly onToggleEye: (runId: string, index: number) => void;
  readonly onToggleCollapsed: (runId: string) => void;
  readonly onToggleGroup: (value: string | null) => void;
}

export interface GridRowProps {
  readonly id: string;
  readonly index: number;
  readonly row: TableRow;
  readonly columns: readonly PlacedColumn[];
  readonly nameWidth: number;
  readonly cells: CellReader;
  readonly best: ReadonlyMap<string, number>;
  /** The metrics whose spread groups have, in order. */
  readonly metricKeys: readonly string[];
  readonly now: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isCollapsed: boolean;
  /** Below a group's head. */
  readonly isIndented: boolean;
  /** Whether some runs stand below others. */
  readonly hasFolds: boolean;
  /** Whose line it is in the charts. */
  readonly ownerId: string | undefined;
  readonly color: string | undefined;
  readonly actions: RowActions;
}

/** Rows come anew with each look at them; what they hold is compared instead. */
function isSameRow(a: TableRow, b: TableRow): boolean {
  if (a.kind === "group") return b.kind === "group" && a.group === b.group && a.isOpen === b.isOpen;
  return (
    b.kind === "run" && a.run === b.run && a.index === b.index && a.groupValue === b.groupValue
  );
}

function areSame(a: GridRowProps, b: GridRowProps): boolean {
  const { row: aRow, ...aRest } = a;
  const { row: bRow, ...bRest } = b;
  return (
    isSameRow(aRow, bRow) &&
    Object.entries(aRest).every(([name, value]) => Reflect.get(bRest, name) === value)
  );
}

/** One row: a run with the columns in sight, or the head of a group. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, index, row, isActive, isSelected, ownerId } = props;
  const isPointed = useIsPointed(ownerId);
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      className={styles["row"]}
      data-active={isActive || undefined}
      data-selected={isSelected || undefined}
      data-pointed={isPointed || undefined}
      data-group={row.kind === "group" || undefined}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
      onPointerEnter={() => hoverLink.point(ownerId)}
      onPointerLeave={() => hoverLink.point(undefined)}
    >
      {row.kind === "group" ? (
        <GroupRow {...props} group={row.group} isOpen={row.isOpen} />
      ) : (
        <RunRow {...props} run={row.run} place={row.index} />
      )}
    </div>
  );
}, areSame);

function RunRow(
  props: GridRowProps & { readonly run: RunTableRow | undefined; readonly place: number },
) {
  const { run, place, columns, nameWidth, cells, best, now } = props;
  if (run === undefined) {
    return (
      <div role="rowheader" className={styles["name"]} style={{ width: nameWidth }}>
        <span className={styles["coming"]} />
        <span className="visually-hidden">Loading</span>
      </div>
    );
  }
  return (
    <>
      <NameCell
        run={run}
        place={place}
        width={nameWidth}
        isSelected={props.isSelected}
        isCollapsed={props.isCollapsed}
        isIndented={props.isIndented}
        hasFolds={props.hasFolds}
        color={props.color}
        actions={props.actions}
      />
      <Cells columns={columns} nameWidth={nameWidth}>
        {(placed) => (
          <RunCell
            run={run}
            column={placed.column}
            value={cells.read(run, placed.id)}
            best={placed.column.kind === "metric" ? best.get(placed.column.key) : undefined}
            now={now}
          />
        )}
      </Cells>
    </>
  );
}

function GroupRow(props: GridRowProps & { readonly group: RunGroup; readonly isOpen: boolean }) {
  const { group, isOpen, columns, nameWidth, metricKeys, actions } = props;
  return (
    <>
      <GroupName
        group={group}
        isOpen={isOpen}
        width={nameWidth}
        color={props.color}
        actions={actions}
      />
      <Cells columns={columns} nameWidth={nameWidth}>
        {(placed) =>
          placed.column.kind === "metric" &&
          placed.column.value === "last" && (
            <GroupCell spread={group.metrics[metricKeys.indexOf(placed.column.key)]} />
          )
        }
      </Cells>
    </>
  );
}

interface CellsProps extends Pick<GridRowProps, "columns" | "nameWidth"> {
  readonly children: (placed: PlacedColumn) => ReactNode;
}

/** The cells of a row behind its name, each in its column's place. */
function Cells({ columns, nameWidth, children }: CellsProps) {
  return columns.map((placed, at) => (
    <div
      key={placed.id}
      role="cell"
      aria-colindex={placed.index + 2}
      className={styles["cell"]}
      data-pinned={placed.isPinned || undefined}
      data-numeric={placed.column.kind === "metric" || undefined}
      style={placeCell(placed, spacerBefore(columns, at, nameWidth))}
    >
      {children(placed)}
    </div>
  ));
}
