import { useQuery } from "@tanstack/react-query";
import { isSamePlace, toAddress, type ArtifactPlace } from "./artifact-place.ts";
import type { ArtifactNode } from "./artifact-tree.ts";
import { listArtifacts } from "./list-artifacts.ts";

/**
 * What lies at a place: unknown until the folder above it is listed, for neither an address from
 * outside nor a name says it. What is not listed is taken for a file, which the server then refuses.
 */
export function useNode(place: ArtifactPlace): ArtifactNode | undefined {
  const isModelRoot = place.source === "model" && place.path === "";
  const parentPath = place.path.split("/").slice(0, -1).join("/");
  const query = useQuery({
    ...listArtifacts({ ...place, path: parentPath }),
    enabled: !isModelRoot,
  });
  const name = place.path.split("/").at(-1) || toAddress(place);
  const node = { name, place, sizeBytes: undefined };
  if (isModelRoot) return { ...node, kind: "model" };
  const found = query.data?.find((other) => isSamePlace(other.place, place));
  if (found !== undefined) return found;
  return query.data !== undefined || query.isError ? { ...node, kind: "file" } : undefined;
}
