import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import styles from "./artifact-browser.module.css";
import { fromAddress, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import { ArtifactPreview } from "./artifact-preview.tsx";
import { foldersAbove, toModelNodes, type ArtifactNode, type ModelRoot } from "./artifact-tree.ts";
import { ArtifactTreeView } from "./artifact-tree-view.tsx";
import { listArtifacts } from "./list-artifacts.ts";

interface ArtifactBrowserProps {
  /** Whose own files are shown; none on a logged model's page. */
  readonly runId: string | undefined;
  readonly models: readonly ModelRoot[];
  /** The address of what is selected, of `artifact-place.ts`. */
  readonly selected: string | undefined;
  readonly onSelect: (place: ArtifactPlace) => void;
  /** While more files may come. */
  readonly isLive: boolean;
}

/** The files of a run and of its models as a tree, with the selected one shown beside it. */
export function ArtifactBrowser(props: ArtifactBrowserProps) {
  const { runId, models, selected, onSelect, isLive } = props;
  const place = selected === undefined ? undefined : fromAddress(selected, runId ?? "");
  const [opened, setOpened] = useState<ReadonlySet<string>>(
    () => new Set(place === undefined ? [] : [...foldersAbove(place), toAddress(place)]),
  );
  const query = useQuery({
    ...listArtifacts({ source: "run", runId: runId ?? "", path: "" }),
    enabled: runId !== undefined,
    refetchInterval: isLive && 5000,
  });
  const toggle = (address: string, isOpen: boolean) =>
    setOpened((before) => {
      const after = new Set(before);
      if (isOpen) after.add(address);
      else after.delete(address);
      return after;
    });

  if (query.isError && query.data === undefined) {
    return <LoadFailure error={query.error} what="the artifacts" onRetry={() => query.refetch()} />;
  }
  if (runId !== undefined && query.data === undefined) {
    return <Placeholder label="Loading artifacts" lines={4} />;
  }
  const roots: ArtifactNode[] = [...toModelNodes(models), ...(query.data ?? [])];
  if (roots.length === 0) return <p className={styles["none"]}>This run has no artifacts.</p>;
  return (
    <div className={styles["browser"]}>
      <ArtifactTreeView
        roots={roots}
        selected={place}
        opened={opened}
        onToggle={toggle}
        onSelect={(node) => onSelect(node.place)}
      />
      <ArtifactPreview place={place} />
    </div>
  );
}
