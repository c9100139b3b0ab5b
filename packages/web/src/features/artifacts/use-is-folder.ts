import { useQuery } from "@tanstack/react-query";
import { isSamePlace, type ArtifactPlace } from "./artifact-place.ts";
import { isFolder } from "./artifact-tree.ts";
import { listArtifacts } from "./list-artifacts.ts";

/**
 * Whether a place is a folder; unknown until the folder above it is listed. An address from outside
 * says nothing of it, and neither does a name.
 */
export function useIsFolder(place: ArtifactPlace): boolean | undefined {
  const isModelRoot = place.source === "model" && place.path === "";
  const parentPath = place.path.split("/").slice(0, -1).join("/");
  const query = useQuery({
    ...listArtifacts({ ...place, path: parentPath }),
    enabled: !isModelRoot,
  });
  if (isModelRoot) return true;
  if (query.isError) return false;
  const node = query.data?.find((other) => isSamePlace(other.place, place));
  return query.data === undefined ? undefined : node !== undefined && isFolder(node);
}
