import { SortIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import type { RunsSearch } from "../runs-search.ts";
import { directionOf } from "../runs-search.ts";
import { captionOf, type ColumnOrder, labelOf, orderOf } from "../table/column.ts";
import { type ColumnLayout, NAME_ID, type PlacedColumn } from "../table/column-layout.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { placeCell, spacerBefore } from "./place-cell.ts";
import { ResizeHandle } from "./resize-handle.tsx";
import styles from "./runs-grid.module.css";

/** What can be done to columns. */
export interface HeadActions {
  readonly search: RunsSearch;
  readonly onOrder: (order: ColumnOrder) => void;
  readonly onResize: (id: string, width: number) => void;
  readonly onLayout: (layout: ColumnLayout) => void;
  readonly allSelected: boolean;
  readonly onSelectAll: () => void;
}

interface GridHeadProps {
  readonly layout: ColumnLayout;
  readonly columns: readonly PlacedColumn[];
  readonly nameWidth: number;
  readonly actions: HeadActions;
}

const NAME_ORDER: ColumnOrder = { key: "attributes.run_name" };
/** What a dragged column's place is sent as. */
const DRAG_TYPE = "text/x-column-place";

/** The titles of the columns: they order, and are dragged, resized and changed. */
export function GridHead({ layout, columns, nameWidth, actions }: GridHeadProps) {
  const drop = (from: number, to: number) => {
    const moved = [...layout.columns];
    moved.splice(to, 0, ...moved.splice(from, 1));
    actions.onLayout({ ...layout, columns: moved });
  };
  return (
    <div role="row" aria-rowindex={1} className={styles["head"]}>
      <div
        role="columnheader"
        aria-colindex={1}
        aria-sort={directionOf(actions.search, NAME_ORDER)}
        className={styles["name"]}
        style={{ width: nameWidth }}
      >
        <input
          type="checkbox"
          aria-label="Select all runs in sight"
          checked={actions.allSelected}
          onChange={actions.onSelectAll}
        />
        <OrderButton label="Name" order={NAME_ORDER} actions={actions} />
        <ResizeHandle id={NAME_ID} width={nameWidth} onResize={actions.onResize} />
      </div>
      {columns.map((placed, at) => (
        <div
          key={placed.id}
          role="columnheader"
          aria-colindex={placed.index + 2}
          aria-sort={directionOf(actions.search, orderOf(placed.column))}
          className={styles["title"]}
          data-pinned={placed.isPinned || undefined}
          data-numeric={placed.column.kind === "metric" || undefined}
          style={placeCell(placed, spacerBefore(columns, at, nameWidth))}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, String(placed.index))}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(DRAG_TYPE)) event.preventDefault();
          }}
          onDrop={(event) => drop(Number(event.dataTransfer.getData(DRAG_TYPE)), placed.index)}
        >
          <OrderButton
            label={labelOf(placed.column)}
            caption={captionOf(placed.column)}
            order={orderOf(placed.column)}
            actions={actions}
          />
          <ColumnMenu placed={placed} layout={layout} actions={actions} />
          <ResizeHandle id={placed.id} width={placed.width} onResize={actions.onResize} />
        </div>
      ))}
    </div>
  );
}

interface OrderButtonProps {
  readonly label: string;
  readonly caption?: string;
  readonly order: ColumnOrder;
  readonly actions: HeadActions;
}

function OrderButton({ label, caption, order, actions }: OrderButtonProps) {
  const direction = directionOf(actions.search, order);
  return (
    <button
      type="button"
      className={styles["order"]}
      title={`Sort by ${cutText(label, 250)}`}
      onClick={() => actions.onOrder(order)}
    >
      {caption && <span className={styles["caption"]}>{caption}</span>}
      <span className={styles["label"]}>
        <bdi>{cutText(label, 60)}</bdi>
        {direction && <SortIcon size={12} descending={direction === "descending"} />}
      </span>
    </button>
  );
}
