import { useRef, useState } from "react";
import { isSamePlace, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import { isFolder, type ArtifactNode } from "./artifact-tree.ts";
import styles from "./artifact-tree.module.css";
import { ArtifactTreeItem, type TreeState } from "./artifact-tree-item.tsx";

interface ArtifactTreeViewProps {
  readonly roots: readonly ArtifactNode[];
  readonly selected: ArtifactPlace | undefined;
  /** Addresses of the folders that are open. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (address: string, isOpen: boolean) => void;
  readonly onSelect: (node: ArtifactNode) => void;
}

/**
 * The tree and its keyboard, by the pattern of https://www.w3.org/WAI/ARIA/apg/patterns/treeview/:
 * one item is in the tab order, arrows go on from it.
 */
export function ArtifactTreeView(props: ArtifactTreeViewProps) {
  const { roots, selected, opened, onToggle, onSelect } = props;
  const tree = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string | undefined>();
  const first = roots[0] === undefined ? "" : toAddress(roots[0].place);
  const current = focused ?? (selected === undefined ? first : toAddress(selected));

  const choose = (node: ArtifactNode) => {
    const address = toAddress(node.place);
    setFocused(address);
    const isSelected = selected !== undefined && isSamePlace(node.place, selected);
    // A folder opens with the first choice of it; the choice of the selected one closes it again.
    if (isFolder(node)) onToggle(address, !(opened.has(address) && isSelected));
    onSelect(node);
  };

  const handleKey = (event: React.KeyboardEvent, node: ArtifactNode) => {
    const item = event.currentTarget;
    const visible = [...(tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
    const index = visible.findIndex((other) => other === item);
    const address = toAddress(node.place);
    const isOpen = isFolder(node) && opened.has(address);
    const isAbove = (other: Element) => Number(other.ariaLevel) < Number(item.ariaLevel);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => visible[index + 1]?.focus(),
      ArrowUp: () => visible[index - 1]?.focus(),
      Home: () => visible[0]?.focus(),
      End: () => visible.at(-1)?.focus(),
      Enter: () => choose(node),
      " ": () => choose(node),
      ArrowRight: () => {
        if (isOpen) visible[index + 1]?.focus();
        else if (isFolder(node)) onToggle(address, true);
      },
      ArrowLeft: () => {
        if (isOpen) onToggle(address, false);
        else visible.slice(0, index).findLast(isAbove)?.focus();
      },
    };
    const act = keys[event.key];
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };

  const state: TreeState = {
    current,
    selected,
    opened,
    onChoose: choose,
    onKey: handleKey,
    onFocus: setFocused,
  };
  return (
    <ul ref={tree} className={styles["tree"]} role="tree" aria-label="Artifacts">
      {roots.map((node) => (
        <ArtifactTreeItem key={toAddress(node.place)} node={node} level={1} state={state} />
      ))}
    </ul>
  );
}
