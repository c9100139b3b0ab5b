import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { FileIcon, FolderIcon } from "../../components/icons.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { formatBytes } from "../../format/bytes.ts";
import { cutText } from "../../format/cut-text.ts";
import type { ArtifactNode } from "../artifacts/artifact-tree.ts";
import { listArtifacts } from "../artifacts/list-artifacts.ts";
import type { ChartRun } from "../charts/series-lines.ts";
import styles from "./compare.module.css";
import { CompareFile } from "./compare-file.tsx";

interface CompareArtifactsProps {
  readonly runs: readonly ChartRun[];
  /** The folder or file that is looked at; empty is the root. */
  readonly path: string;
  readonly onOpen: (path: string) => void;
}

/** The files of all runs as one tree; a file stands beside its like of the other runs. */
export function CompareArtifacts({ runs, path, onOpen }: CompareArtifactsProps) {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  const parents = useLists(runs, folder);
  const isFile = path !== "" && parents.some(({ node }) => isFileAt(node, path));
  const own = useLists(runs, isFile ? folder : path);
  const entries = [...Map.groupBy(own, ({ node }) => node.name)];
  return (
    <div className={styles["artifacts"]}>
      <nav className={styles["trail"]} aria-label="Folder">
        <button type="button" className={styles["step"]} onClick={() => onOpen("")}>
          Artifacts
        </button>
        {path
          .split("/")
          .filter(Boolean)
          .map((part, index, parts) => (
            <button
              key={index}
              type="button"
              className={styles["step"]}
              onClick={() => onOpen(parts.slice(0, index + 1).join("/"))}
            >
              / <bdi>{cutText(part, 60)}</bdi>
            </button>
          ))}
      </nav>
      {own.isPending && <Placeholder label="Loading artifacts" lines={4} />}
      {!own.isPending && entries.length === 0 && (
        <p className={styles["none"]}>None of these runs has artifacts here.</p>
      )}
      <ul className={styles["files"]} aria-label="Artifacts of all runs">
        {entries.map(([name, ofRuns]) => {
          const [first] = ofRuns;
          const sizes = ofRuns.flatMap(({ node }) => node.sizeBytes ?? []);
          return (
            <li key={name}>
              <button
                type="button"
                className={styles["file"]}
                aria-current={first?.node.place.path === path ? "true" : undefined}
                onClick={() => onOpen(first?.node.place.path ?? "")}
              >
                {first?.node.kind === "file" ? <FileIcon size={14} /> : <FolderIcon size={14} />}
                <bdi>{cutText(name, 80)}</bdi>
                <span className={styles["note"]}>
                  {ofRuns.length < runs.length && `in ${ofRuns.length} of ${runs.length} runs`}
                  {new Set(sizes).size > 1 && " sizes differ"}
                  {new Set(sizes).size === 1 && ` ${formatBytes(sizes[0] ?? 0)}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {isFile && (
        <CompareFile
          path={path}
          runs={parents.filter(({ node }) => isFileAt(node, path)).map(({ run }) => run)}
        />
      )}
    </div>
  );
}

interface Found {
  readonly run: ChartRun;
  readonly node: ArtifactNode;
}

const isFileAt = (node: ArtifactNode, path: string) =>
  node.kind === "file" && node.place.path === path;

/** What each run has in a folder. */
function useLists(runs: readonly ChartRun[], path: string): Found[] & { isPending: boolean } {
  const lists = useQueries({
    queries: runs.map(({ runId }) => listArtifacts({ source: "run", runId, path })),
  });
  return useMemo(() => {
    const found = runs.flatMap((run, index) =>
      (lists[index]?.data ?? []).map((node): Found => ({ run, node })),
    );
    return Object.assign(found, { isPending: lists.some((list) => list.isPending) });
  }, [runs, lists]);
}
