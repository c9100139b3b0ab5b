import { useCallback, useMemo, useRef, useState } from "react";
import type { TableRows } from "./rows/use-table-rows.ts";
import type { RunsSearch, SearchChange } from "./runs-search.ts";

/** So many selected runs are in the address; more make it longer than programs pass on. */
const MAX_IN_ADDRESS = 200;

const EMPTY: ReadonlySet<string> = new Set();

/** The runs that a person selected, by their ids: those of the address, so that a link has them. */
export function useSelection(
  rows: TableRows | undefined,
  search: RunsSearch,
  onSearch: (search: RunsSearch, change?: SearchChange) => void,
) {
  const [large, setLarge] = useState<ReadonlySet<string>>();
  const inAddress = useMemo(
    () => (search.selected === undefined ? EMPTY : new Set(search.selected.split(","))),
    [search.selected],
  );
  const selected = search.selected === undefined ? (large ?? EMPTY) : inAddress;
  const last = useRef<string>(undefined);
  const latest = useRef({ rows, search, onSearch, selected });
  latest.current = { rows, search, onSearch, selected };

  const set = useCallback((next: ReadonlySet<string>) => {
    const { selected: _selected, ...rest } = latest.current.search;
    const isLarge = next.size > MAX_IN_ADDRESS;
    setLarge(isLarge ? next : undefined);
    const isNamed = next.size > 0 && !isLarge;
    const nextSearch = isNamed ? { ...rest, selected: [...next].join(",") } : rest;
    // What is clicked before the address has changed builds on this.
    latest.current = { ...latest.current, search: nextSearch, selected: next };
    latest.current.onSearch(nextSearch, { replace: true });
  }, []);
  const toggle = useCallback(
    (runId: string, isRange: boolean) => {
      const range = isRange ? idsBetween(latest.current.rows, last.current, runId) : [];
      last.current = runId;
      const next = new Set(latest.current.selected);
      if (range.length > 0) for (const id of range) next.add(id);
      else if (!next.delete(runId)) next.add(runId);
      set(next);
    },
    [set],
  );
  const clear = useCallback(() => set(EMPTY), [set]);

  const loaded = selected.size === 0 ? [] : loadedIds(rows);
  const isAllSelected = loaded.length > 0 && loaded.every((id) => selected.has(id));
  const toggleAll = () => set(isAllSelected ? EMPTY : new Set(loadedIds(rows)));
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
