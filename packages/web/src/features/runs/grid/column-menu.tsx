import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { MoreIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import {
  bestOf,
  type Column,
  labelOf,
  METRIC_VALUES,
  type MetricValue,
  toColumnId,
} from "../table/column.ts";
import {
  clampWidth,
  type ColumnLayout,
  moveColumn,
  type PlacedColumn,
} from "../table/column-layout.ts";
import type { HeadActions } from "./grid-head.tsx";
import styles from "./runs-grid.module.css";

interface ColumnMenuProps {
  readonly placed: PlacedColumn;
  readonly layout: ColumnLayout;
  readonly actions: HeadActions;
}

const VALUE_NAMES = { last: "Latest value", min: "Smallest value", max: "Largest value" } as const;
const BEST_NAMES = { min: "Best value (smallest)", max: "Best value (largest)" } as const;

/** What a value of a metric is called; of metrics whose names tell it, which one is the best. */
function valueNameOf(metricKey: string, value: MetricValue): string {
  return value !== "last" && bestOf(metricKey) === value ? BEST_NAMES[value] : VALUE_NAMES[value];
}

const WIDTH_STEP = 40;

/** What can be done to a column, also without a mouse. */
export function ColumnMenu({ placed, layout, actions }: ColumnMenuProps) {
  const { column, index, id, width, isPinned } = placed;
  const { columns, pinnedCount } = layout;
  const set = (next: readonly Column[], pinned = pinnedCount) =>
    actions.onLayout({ ...layout, columns: next, pinnedCount: pinned });
  const pin = () =>
    isPinned
      ? set(moveColumn(columns, index, pinnedCount - 1), pinnedCount - 1)
      : set(moveColumn(columns, index, pinnedCount), pinnedCount + 1);
  const label = cutText(labelOf(column), 60);
  return (
    <Dropdown label={<MoreIcon size={14} />} name={`Column ${label}`} className={styles["more"]}>
      {(close) => {
        const item = (text: string, act: () => void, isChosen?: boolean) => (
          <DropdownItem
            key={text}
            {...(isChosen !== undefined && { isChosen })}
            onChoose={() => {
              close();
              act();
            }}
          >
            {text}
          </DropdownItem>
        );
        return (
          <>
            {column.kind === "metric" &&
              METRIC_VALUES.map((value) =>
                item(
                  valueNameOf(column.key, value),
                  () => set(columns.toSpliced(index, 1, { ...column, value })),
                  column.value === value,
                ),
              )}
            {column.kind === "metric" &&
              METRIC_VALUES.filter((value) => value !== column.value).map((value) =>
                item(`Add: ${valueNameOf(column.key, value).toLowerCase()}`, () => {
                  const added = { ...column, value };
                  if (columns.some((other) => toColumnId(other) === toColumnId(added))) return;
                  set(columns.toSpliced(index + 1, 0, added));
                }),
              )}
            {item(isPinned ? "Unpin" : "Pin to the left", pin)}
            {index > 0 && item("Move left", () => set(moveColumn(columns, index, index - 1)))}
            {index < columns.length - 1 &&
              item("Move right", () => set(moveColumn(columns, index, index + 1)))}
            {item("Wider", () => actions.onResize(id, clampWidth(width + WIDTH_STEP)))}
            {item("Narrower", () => actions.onResize(id, clampWidth(width - WIDTH_STEP)))}
            {item("Hide", () =>
              set(columns.toSpliced(index, 1), isPinned ? pinnedCount - 1 : pinnedCount),
            )}
          </>
        );
      }}
    </Dropdown>
  );
}
