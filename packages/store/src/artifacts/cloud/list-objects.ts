import { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactEntry } from "../artifact-store.ts";
import { compareCodePoints } from "../list-folder.ts";
import type { CloudBucket } from "./cloud-bucket.ts";

/** Whether there is any key that begins with a prefix. */
export async function hasKeys(bucket: CloudBucket, prefix: string): Promise<boolean> {
  for await (const { files } of bucket.list(prefix, { limit: 1 })) {
    if (files.length > 0) return true;
  }
  return false;
}

/**
 * The files and folders below a prefix, ordered by name. Left out are keys that no request could
 * name: `..`, an empty name, control characters; the marker that some programs make for a folder.
 */
export async function listObjects(bucket: CloudBucket, prefix: string): Promise<ArtifactEntry[]> {
  const entries: ArtifactEntry[] = [];
  for await (const { files, folders } of bucket.list(prefix, { delimiter: "/" })) {
    for (const { key, sizeBytes } of files) {
      const name = nameBelow(prefix, key);
      if (isAddressable(name)) entries.push({ kind: "file", name, sizeBytes });
    }
    for (const folder of folders) {
      const name = nameBelow(prefix, folder).slice(0, -1);
      if (isAddressable(name)) entries.push({ kind: "folder", name });
    }
  }
  return entries.sort((a, b) => compareCodePoints(a.name, b.name));
}

/** Empty for a key that a server gave though it was not asked for. */
function nameBelow(prefix: string, key: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : "";
}

function isAddressable(name: string): boolean {
  try {
    return ArtifactPath.fromSegments(name.split("/"), "name").toString() === name && name !== "";
  } catch {
    return false;
  }
}
