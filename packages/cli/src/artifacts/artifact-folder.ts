import type { FileInfo } from "@mlflow-ts/contract";
import type { TrackingClient } from "../tracking.ts";

/** Whose artifacts they are, and the address of their root where that is known. */
export type Owner = ({ readonly runId: string } | { readonly modelId: string }) & {
  readonly root?: string | undefined;
};

/** A file among artifacts; the path is relative to their root. */
export interface ArtifactFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The entries of one folder of a run's artifacts, page after page. */
export function listFolder(
  client: TrackingClient,
  runId: string,
  path: string | undefined,
): Promise<FileInfo[]> {
  return listEntries(client, { runId }, path);
}

/**
 * Every file at or below a path of an owner's artifacts. A path that is a file is that file.
 *
 * @throws Error when there is nothing.
 */
export async function findFiles(
  client: TrackingClient,
  owner: Owner,
  path: string,
): Promise<ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await listEntries(client, owner, folder)) {
      if (entry.is_dir) folders.push(entry.path);
      else files.push({ path: entry.path, sizeBytes: entry.file_size ?? 0 });
    }
  }
  if (files.length > 0 || path === "") return files;
  const above = path.split("/").slice(0, -1).join("/");
  const siblings = await listEntries(client, owner, above);
  const file = siblings.find((entry) => !entry.is_dir && entry.path === path);
  if (file !== undefined) return [{ path, sizeBytes: file.file_size ?? 0 }];
  throw new Error(`No artifact is at '${path}'; \`mlflow artifacts list\` shows what there is.`);
}

/** Opens one file of an owner's artifacts. */
export function openFile(client: TrackingClient, owner: Owner, path: string): Promise<Response> {
  const served = servedPath(owner.root ?? "");
  if (served !== undefined) return client.downloadArtifact({ artifact_path: `${served}/${path}` });
  if ("runId" in owner) return client.getRunArtifact({ run_id: owner.runId, path });
  const request = { model_id: owner.modelId, artifact_file_path: path };
  return client.getLoggedModelArtifact(request);
}

async function listEntries(client: TrackingClient, owner: Owner, path = ""): Promise<FileInfo[]> {
  // MLflow: of a logged model its server hands out files this way only.
  const served = servedPath(owner.root ?? "");
  if (served !== undefined) return listServed(client, served, path);
  const found: FileInfo[] = [];
  const below = path === "" ? undefined : path;
  let page_token: string | undefined;
  do {
    const page =
      "runId" in owner
        ? await client.listArtifacts({ run_id: owner.runId, path: below, page_token })
        : await client.listLoggedModelArtifacts({
            model_id: owner.modelId,
            artifact_directory_path: below,
            page_token,
          });
    found.push(...(page.files ?? []));
    page_token = page.next_page_token;
  } while (page_token);
  return found;
}

async function listServed(client: TrackingClient, root: string, path: string): Promise<FileInfo[]> {
  const above = path === "" ? "" : `${path}/`;
  const { files = [] } = await client.listServedArtifacts({ path: `${root}/${path}` });
  return files.map((file) => ({ ...file, path: above + (file.path.split("/").at(-1) ?? "") }));
}

/** What stands behind `mlflow-artifacts:/`; nothing for other addresses. */
export function servedPath(artifactUri: string): string | undefined {
  const [, path] = /^mlflow-artifacts:(?:\/\/[^/]+)?\/*(.*)$/.exec(artifactUri) ?? [];
  return path;
}
