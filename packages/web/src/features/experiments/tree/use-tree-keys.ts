import { useNavigate } from "@tanstack/react-router";
import { useState, type KeyboardEvent } from "react";
import { askToDelete, askToRename } from "../dialogs/dialogs.tsx";
import type { TreeRow } from "./experiment-tree.ts";
import { ROW_HEIGHT } from "./use-row-window.ts";

interface TreeKeysProps {
  readonly rows: readonly TreeRow[];
  readonly selectedId: string | undefined;
  readonly onFold: (path: string, isFolded: boolean) => void;
  readonly onChosen: (() => void) | undefined;
  readonly scrollTo: (index: number) => void;
}

/** What a row is known by while rows come and go. */
export function keyOf(row: TreeRow): string {
  return row.kind === "folder" ? `folder ${row.path}` : row.experiment.experiment_id;
}

/** Type-ahead forgets what was typed after this long. */
const TYPED_MS = 800;

/** The keys of an ARIA tree: which row is active, and what is done to it. */
export function useTreeKeys({ rows, selectedId, onFold, onChosen, scrollTo }: TreeKeysProps) {
  const navigate = useNavigate();
  const [activeKey, setActiveKey] = useState<string>();
  const [typed, setTyped] = useState({ text: "", at: 0 });
  const found = rows.findIndex((row) => keyOf(row) === (activeKey ?? selectedId));
  const active = Math.max(0, found);

  const goTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setActiveKey(keyOf(row));
    scrollTo(rows.indexOf(row));
  };
  const toParent = () => {
    const depth = rows[active]?.depth ?? 0;
    const parent = rows.slice(0, active).findLastIndex((row) => row.depth < depth);
    if (parent >= 0) goTo(parent);
  };
  const open = (row: TreeRow) => {
    if (row.kind === "folder") return onFold(row.path, row.isOpen);
    const { experiment_id: experimentId } = row.experiment;
    void navigate({ to: "/experiments/$experimentId", params: { experimentId } });
    return onChosen?.();
  };
  const search = (character: string) => {
    const now = performance.now();
    const text = (now - typed.at > TYPED_MS ? "" : typed.text) + character.toLowerCase();
    setTyped({ text, at: now });
    // A word goes on from where it is; a single letter goes to the next one.
    const from = text.length > 1 ? active : active + 1;
    const ahead = [...rows.slice(from), ...rows.slice(0, from)];
    const match = ahead.find((row) => row.label.toLowerCase().startsWith(text));
    if (match) goTo(rows.indexOf(match));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rows[active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 1);
    const deeds: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active - 1),
      PageDown: () => goTo(active + page),
      PageUp: () => goTo(active - page),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      Enter: () => open(row),
      " ": () => open(row),
      ArrowRight: () => {
        if (row.kind !== "folder") return;
        if (row.isOpen) goTo(active + 1);
        else onFold(row.path, false);
      },
      ArrowLeft: () => {
        if (row.kind === "folder" && row.isOpen) onFold(row.path, true);
        else toParent();
      },
      F2: () => row.kind === "experiment" && askToRename(row.experiment),
      Delete: () => row.kind === "experiment" && askToDelete(row.experiment),
    };
    const deed = deeds[event.key];
    // `?` and `/` belong to the whole page.
    if (deed) deed();
    else if (/^[\p{L}\p{N}]$/u.test(event.key)) search(event.key);
    else return;
    event.preventDefault();
    // A line that was clicked has the focus; it goes back to the tree, which outlives the line.
    event.currentTarget.focus({ preventScroll: true });
  };
  return { active, onKeyDown, setActiveKey };
}
