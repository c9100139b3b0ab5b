import { useState, type KeyboardEvent } from "react";
import { hoverLink } from "../../../components/hover-link.ts";
import { askToRenameRun } from "../actions/ask-to-rename-run.tsx";
import { ownerOf } from "../rows/row-owner.ts";
import type { TableRows } from "../rows/use-table-rows.ts";
import type { RowActions } from "./grid-row.tsx";
import { ROW_HEIGHT } from "./row-height.ts";

interface GridKeysProps {
  readonly frame: HTMLDivElement | null;
  readonly rows: TableRows;
  readonly rowActions: RowActions;
}

const HEAD_ROWS = 2;

/** The keys of the table: which row is active, and what is done to it. */
export function useGridKeys({ frame, rows, rowActions }: GridKeysProps) {
  const [active, setActive] = useState<number>();

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.rowCount - 1, index));
    setActive(next);
    hoverLink.point(ownerOf(rows.rowAt(next)));
    if (frame === null) return;
    const top = next * ROW_HEIGHT;
    const seenEnd = frame.scrollTop + frame.clientHeight - HEAD_ROWS * ROW_HEIGHT;
    if (top < frame.scrollTop) frame.scrollTop = top;
    else if (top > seenEnd) frame.scrollTop = top - (seenEnd - frame.scrollTop);
  };

  const actOn = (key: string): boolean => {
    if (active === undefined) return false;
    const row = rows.rowAt(active);
    if (row.kind === "group") {
      if (key !== "Enter" && key !== " ") return false;
      rowActions.onToggleGroup(row.group.value ?? null);
      return true;
    }
    if (row.run === undefined) return false;
    if (key === "Enter") rowActions.onOpen(row.run);
    else if (key === " ") rowActions.onSelect(row.run.run_id, false);
    else if (key === "e") rowActions.onToggleEye(row.run.run_id, row.index);
    else if (key === "F2") askToRenameRun(row.run.run_id);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // A control within the table has the key.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    const page = Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - HEAD_ROWS;
    const at = active ?? -1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.rowCount - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      goTo(target);
    } else if (actOn(event.key)) {
      event.preventDefault();
    }
  };
  return { active, onKeyDown };
}
