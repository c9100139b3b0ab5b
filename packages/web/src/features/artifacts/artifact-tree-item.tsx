import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { ChevronIcon, FileIcon, FolderIcon, ModelIcon } from "../../components/icons.tsx";
import { handleTreeKey } from "../../components/tree-keys.ts";
import { formatBytes } from "../../format/bytes.ts";
import { cutText } from "../../format/cut-text.ts";
import { isSamePlace, isWithin, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import { isFolder, type ArtifactNode } from "./artifact-tree.ts";
import styles from "./artifact-tree.module.css";
import { listArtifacts } from "./list-artifacts.ts";

/** What all items of a tree share. */
export interface TreeState {
  /** The address of the item in the tab order. */
  readonly current: string;
  readonly selected: ArtifactPlace | undefined;
  readonly opened: ReadonlySet<string>;
  readonly onChoose: (node: ArtifactNode) => void;
  readonly onKey: (event: React.KeyboardEvent, node: ArtifactNode) => void;
  readonly onFocus: (address: string) => void;
}

/** A folder may hold a picture for each of a hundred thousand steps. */
const SHOWN_AT_ONCE = 300;

interface ArtifactTreeItemsProps {
  readonly nodes: readonly ArtifactNode[];
  readonly level: number;
  readonly state: TreeState;
}

/** The lines of one folder: the first few hundred, and more on demand. */
export function ArtifactTreeItems({ nodes, level, state }: ArtifactTreeItemsProps) {
  const [count, setCount] = useState(SHOWN_AT_ONCE);
  const { selected } = state;
  const place = selected && nodes.findIndex((node) => isWithin(selected, node.place));
  const end = Math.max(count, (place ?? -1) + 1);
  const rest = nodes.length - end;
  const more = `${nodes[0] === undefined ? "" : toAddress(nodes[0].place)}\0more`;
  const showMore = ({ currentTarget }: React.SyntheticEvent) => {
    const tree = currentTarget.closest('[role="tree"]');
    const next = nodes[end];
    flushSync(() => {
      setCount(end + SHOWN_AT_ONCE);
      if (next !== undefined) state.onFocus(toAddress(next.place));
    });
    // The first that came goes on where the line that is gone now had been.
    tree?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
  };
  return (
    <>
      {nodes.slice(0, end).map((node) => (
        <ArtifactTreeItem key={toAddress(node.place)} node={node} level={level} state={state} />
      ))}
      {rest > 0 && (
        <li role="none">
          <div
            role="treeitem"
            aria-level={level}
            aria-selected={false}
            tabIndex={state.current === more ? 0 : -1}
            className={styles["item"]}
            style={{ paddingLeft: 26 + (level - 1) * 16 }}
            onFocus={() => state.onFocus(more)}
            onClick={showMore}
            onKeyDown={(event) => {
              const choose = () => showMore(event);
              handleTreeKey(event, { canOpen: false, isOpen: false, toggle: choose, choose });
            }}
          >
            <span className={styles["more"]}>
              Show more, {rest.toLocaleString("en")} {rest === 1 ? "is" : "are"} left
            </span>
          </div>
        </li>
      )}
    </>
  );
}

interface ArtifactTreeItemProps {
  readonly node: ArtifactNode;
  readonly level: number;
  readonly state: TreeState;
}

function ArtifactTreeItem({ node, level, state }: ArtifactTreeItemProps) {
  const address = toAddress(node.place);
  const isOpen = isFolder(node) && state.opened.has(address);
  const isSelected = state.selected !== undefined && isSamePlace(node.place, state.selected);
  return (
    // The item is the line alone: one that held its children would have all of their names.
    <li role="none">
      <div
        role="treeitem"
        aria-level={level}
        aria-selected={isSelected}
        aria-expanded={isFolder(node) ? isOpen : undefined}
        tabIndex={state.current === address ? 0 : -1}
        className={styles["item"]}
        style={{ paddingLeft: 8 + (level - 1) * 16 }}
        title={cutText(node.name, 500)}
        onKeyDown={(event) => state.onKey(event, node)}
        onFocus={() => state.onFocus(address)}
        onClick={() => state.onChoose(node)}
      >
        <span className={styles["chevron"]} data-open={isOpen || undefined}>
          {isFolder(node) && <ChevronIcon size={12} />}
        </span>
        <span className={styles["icon"]} data-kind={node.kind}>
          <NodeIcon kind={node.kind} />
        </span>
        <bdi className={styles["name"]}>{cutText(node.name, 120)}</bdi>
        {node.sizeBytes !== undefined && (
          <span className={styles["size"]}>{formatBytes(node.sizeBytes)}</span>
        )}
      </div>
      {isOpen && <Children folder={node.place} level={level + 1} state={state} />}
    </li>
  );
}

function NodeIcon({ kind }: { readonly kind: ArtifactNode["kind"] }) {
  if (kind === "model") return <ModelIcon size={14} />;
  return kind === "folder" ? <FolderIcon size={14} /> : <FileIcon size={14} />;
}

interface ChildrenProps {
  readonly folder: ArtifactPlace;
  readonly level: number;
  readonly state: TreeState;
}

function Children({ folder, level, state }: ChildrenProps) {
  const query = useQuery(listArtifacts(folder));
  if (query.data === undefined || query.data.length === 0) {
    return (
      <p className={styles["hint"]} style={{ paddingLeft: 30 + (level - 1) * 16 }}>
        {query.isError
          ? `Could not load: ${cutText(query.error.message, 200)}`
          : query.isPending
            ? "Loading…"
            : "Empty folder"}
      </p>
    );
  }
  return (
    <ul role="group">
      <ArtifactTreeItems nodes={query.data} level={level} state={state} />
    </ul>
  );
}
