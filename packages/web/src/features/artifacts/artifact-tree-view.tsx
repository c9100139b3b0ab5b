import { useState } from "react";
import { handleTreeKey } from "../../components/tree-keys.ts";
import { isSamePlace, isWithin, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import { isFolder, type ArtifactNode } from "./artifact-tree.ts";
import styles from "./artifact-tree.module.css";
import { ArtifactTreeItems, type TreeState } from "./artifact-tree-item.tsx";

interface ArtifactTreeViewProps {
  readonly roots: readonly ArtifactNode[];
  readonly selected: ArtifactPlace | undefined;
  /** Addresses of the folders that are open. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (address: string, isOpen: boolean) => void;
  readonly onSelect: (node: ArtifactNode) => void;
}

/** The tree; of its items one is in the tab order. */
export function ArtifactTreeView(props: ArtifactTreeViewProps) {
  const { roots, selected, opened, onToggle, onSelect } = props;
  const [focused, setFocused] = useState<string | undefined>();
  const first = roots[0] === undefined ? "" : toAddress(roots[0].place);
  const isListed = selected !== undefined && roots.some(({ place }) => isWithin(selected, place));
  const current = focused ?? (isListed ? toAddress(selected) : first);

  const choose = (node: ArtifactNode) => {
    const address = toAddress(node.place);
    setFocused(address);
    const isSelected = selected !== undefined && isSamePlace(node.place, selected);
    // A folder opens with the first choice of it; the choice of the selected one closes it again.
    if (isFolder(node)) onToggle(address, !(opened.has(address) && isSelected));
    onSelect(node);
  };

  const handleKey = (event: React.KeyboardEvent, node: ArtifactNode) => {
    const address = toAddress(node.place);
    const canOpen = isFolder(node);
    handleTreeKey(event, {
      canOpen,
      isOpen: canOpen && opened.has(address),
      toggle: (isOpen) => onToggle(address, isOpen),
      choose: () => choose(node),
    });
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
    <ul className={styles["tree"]} role="tree" aria-label="Artifacts">
      <ArtifactTreeItems nodes={roots} level={1} state={state} />
    </ul>
  );
}
