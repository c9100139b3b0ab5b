import type { FileInfo } from "@mlflow-ts/contract";
import { toAddress, type ArtifactPlace } from "./artifact-place.ts";

/** A line of the tree. */
export interface ArtifactNode {
  readonly name: string;
  readonly place: ArtifactPlace;
  readonly kind: "file" | "folder" | "model";
  readonly sizeBytes: number | undefined;
}

/** A logged model that stands as a folder beside the run's own files. */
export interface ModelRoot {
  readonly modelId: string;
  readonly name: string;
}

const collator = new Intl.Collator("en", { numeric: true });

/** The lines of one listed folder: folders first, numbers in names by their size. */
export function toNodes(files: readonly FileInfo[], folder: ArtifactPlace): ArtifactNode[] {
  return files
    .map((file): ArtifactNode => ({
      name: file.path.split("/").at(-1) ?? file.path,
      place: { ...folder, path: file.path },
      kind: file.is_dir ? "folder" : "file",
      // MLflow: the size of an empty file is left out.
      sizeBytes: file.is_dir ? undefined : (file.file_size ?? 0),
    }))
    .toSorted(compareNodes);
}

function compareNodes(a: ArtifactNode, b: ArtifactNode): number {
  return Number(a.kind === "file") - Number(b.kind === "file") || collator.compare(a.name, b.name);
}

/** The models of a run as folders; those of one name are told apart by their id. */
export function toModelNodes(models: readonly ModelRoot[]): ArtifactNode[] {
  const countByName = new Map<string, number>();
  for (const { name } of models) countByName.set(name, (countByName.get(name) ?? 0) + 1);
  return models.map(({ modelId, name }) => ({
    name: (countByName.get(name) ?? 0) > 1 ? `${name} (${modelId})` : name,
    place: { source: "model", modelId, path: "" },
    kind: "model",
    sizeBytes: undefined,
  }));
}

export function isFolder(node: ArtifactNode): boolean {
  return node.kind !== "file";
}

/** Addresses of the folders that must be open for a place to be seen. */
export function foldersAbove(place: ArtifactPlace): string[] {
  const parts = place.path.split("/").filter(Boolean).slice(0, -1);
  const above = parts.map((_, index) =>
    toAddress({ ...place, path: parts.slice(0, index + 1).join("/") }),
  );
  const isInModel = place.source === "model" && place.path !== "";
  return isInModel ? [toAddress({ ...place, path: "" }), ...above] : above;
}
