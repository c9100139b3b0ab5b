import { useCallback, useRef, useState } from "react";
import type { TableRows } from "./rows/use-table-rows.ts";

/** The runs that a person selected, by their ids. */
export function useSelection(rows: TableRows | undefined) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<string>(undefined);
  const latestRows = useRef(rows);
  latestRows.current = rows;

  const toggle = useCallback((runId: string, isRange: boolean) => {
    const range = isRange ? idsBetween(latestRows.current, last.current, runId) : [];
    last.current = runId;
    setSelected((previous) => {
      const next = new Set(previous);
      if (range.length > 0) for (const id of range) next.add(id);
      else if (!next.delete(runId)) next.add(runId);
      return next;
    });
  }, []);
  const clear = useCallback(() => setSelected(new Set()), []);

  const loaded = selected.size === 0 ? [] : loadedIds(rows);
  const isAllSelected = loaded.length > 0 && loaded.every((id) => selected.has(id));
  const toggleAll = () => setSelected(isAllSelected ? new Set() : new Set(loadedIds(rows)));
  return { selected, toggle, clear, isAllSelected, toggleAll };
}

export type Selection = ReturnType<typeof useSelection>;

function loadedIds(rows: TableRows | undefined): string[] {
  return rows?.runs.map((run) => run.run_id) ?? [];
}

function idsBetween(rows: TableRows | undefined, a: string | undefined, b: string): string[] {
  const ids = loadedIds(rows);
  const [from, to] = [ids.indexOf(a ?? ""), ids.indexOf(b)];
  if (from < 0 || to < 0) return [];
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}
