import { useId, useState } from "react";
import { hoverLink } from "../../../components/hover-link.ts";
import { useNow } from "../../../components/use-now.ts";
import { ownerOf } from "../rows/row-owner.ts";
import type { TableRows } from "../rows/use-table-rows.ts";
import type { ColumnLayout, PlacedColumn } from "../table/column-layout.ts";
import { GridHead, type HeadActions } from "./grid-head.tsx";
import { GridRow, type RowActions } from "./grid-row.tsx";
import styles from "./runs-grid.module.css";
import { useGridKeys } from "./use-grid-keys.ts";
import type { useViewport } from "../../../components/use-viewport.ts";
import { ROW_HEIGHT } from "./row-height.ts";

export interface RunsGridProps {
  readonly rows: TableRows;
  readonly layout: ColumnLayout;
  /** Those of the layout that are drawn. */
  readonly columns: readonly PlacedColumn[];
  readonly nameWidth: number;
  readonly totalWidth: number;
  readonly view: ReturnType<typeof useViewport>;
  /** While the rows of another search are on their way. */
  readonly isStale: boolean;
  readonly selected: ReadonlySet<string>;
  readonly colors: ReadonlyMap<string, string>;
  /** Those of groups, by what the pages know them by. */
  readonly groupColors: ReadonlyMap<string, string>;
  readonly best: ReadonlyMap<string, number>;
  readonly collapsed: ReadonlySet<string>;
  readonly isGrouped: boolean;
  readonly headActions: HeadActions;
  readonly rowActions: RowActions;
}

const MAX_ROWS = 120;

/** The table of runs. Only what is in sight is drawn. */
export function RunsGrid(props: RunsGridProps) {
  const { rows, layout, columns, nameWidth, view, selected, rowActions } = props;
  const { colors, groupColors } = props;
  const { frame, setFrame, viewport, onScroll } = view;
  const id = useId();
  const now = useNow(30_000);
  const keys = useGridKeys({ frame, rows, rowActions });
  // As many rows wherever one looks: the element of one that leaves is taken for one that comes.
  // New ones for each would pile up, some hundred MB a minute.
  const wanted = Math.min(MAX_ROWS, viewport.endRow - viewport.firstRow);
  const [slots, setSlots] = useState(1);
  if (wanted > slots) setSlots(wanted);
  const end = Math.min(rows.rowCount, viewport.firstRow + Math.max(slots, wanted));
  const indices = Array.from(
    { length: Math.max(0, end - viewport.firstRow) },
    (_, i) => viewport.firstRow + i,
  );
  const activeId = keys.active === undefined ? undefined : `${id}-row-${keys.active}`;

  return (
    <div
      ref={setFrame}
      className={styles["frame"]}
      data-stale={props.isStale || undefined}
      role="group"
      aria-label="Runs table: arrow keys move, space selects, Enter opens, E draws in charts, F2 renames"
      tabIndex={0}
      aria-activedescendant={activeId}
      onScroll={onScroll}
      onKeyDown={keys.onKeyDown}
      onBlur={() => hoverLink.point(undefined)}
    >
      <div
        role="table"
        aria-label="Runs"
        aria-busy={props.isStale}
        aria-rowcount={rows.rowCount + 1}
        aria-colcount={layout.columns.length + 1}
        className={styles["table"]}
        style={{ width: props.totalWidth, height: rows.rowCount * ROW_HEIGHT + HEAD_HEIGHT }}
      >
        <GridHead
          layout={layout}
          columns={columns}
          nameWidth={nameWidth}
          actions={props.headActions}
        />
        <div role="rowgroup">
          {indices.map((index) => {
            const row = rows.rowAt(index);
            const runId = row.kind === "run" ? row.run?.run_id : undefined;
            const ownerId = ownerOf(row);
            const isDrawn = row.kind === "group" || (runId !== undefined && colors.has(runId));
            return (
              <GridRow
                key={index % slots}
                id={`${id}-row-${index}`}
                index={index}
                row={row}
                columns={columns}
                nameWidth={nameWidth}
                cells={rows.cells}
                best={props.best}
                metricKeys={rows.metricKeys}
                now={now}
                isActive={keys.active === index}
                isSelected={runId !== undefined && selected.has(runId)}
                isCollapsed={runId !== undefined && props.collapsed.has(runId)}
                isIndented={props.isGrouped}
                hasFolds={rows.hasNested}
                ownerId={ownerId}
                color={
                  isDrawn && ownerId ? (groupColors.get(ownerId) ?? colors.get(ownerId)) : undefined
                }
                actions={rowActions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const HEAD_HEIGHT = 44;
