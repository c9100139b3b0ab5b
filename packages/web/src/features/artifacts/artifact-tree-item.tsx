import { useQuery } from "@tanstack/react-query";
import { ChevronIcon, FileIcon, FolderIcon, ModelIcon } from "../../components/icons.tsx";
import { formatBytes } from "../../format/bytes.ts";
import { cutText } from "../../format/cut-text.ts";
import { isSamePlace, toAddress, type ArtifactPlace } from "./artifact-place.ts";
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

interface ArtifactTreeItemProps {
  readonly node: ArtifactNode;
  readonly level: number;
  readonly state: TreeState;
}

export function ArtifactTreeItem({ node, level, state }: ArtifactTreeItemProps) {
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
      {query.data.map((node) => (
        <ArtifactTreeItem key={toAddress(node.place)} node={node} level={level} state={state} />
      ))}
    </ul>
  );
}
