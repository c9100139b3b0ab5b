import type { FileInfo } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { toAddress, type ArtifactPlace } from "./artifact-place.ts";
import { toNodes, type ArtifactNode } from "./artifact-tree.ts";

/** The files and folders right below a place. */
export const listArtifacts = (folder: ArtifactPlace) =>
  queryOptions({
    queryKey: ["artifacts", folder.source === "run" ? folder.runId : "", toAddress(folder)],
    queryFn: async ({ signal }): Promise<ArtifactNode[]> => {
      const files: FileInfo[] = [];
      let pageToken: string | undefined;
      do {
        const page = await listPage(folder, pageToken, signal);
        files.push(...(page.files ?? []));
        pageToken = page.next_page_token;
      } while (pageToken !== undefined && pageToken !== "");
      return toNodes(files, folder);
    },
    staleTime: 5000,
  });

function listPage(folder: ArtifactPlace, pageToken: string | undefined, signal: AbortSignal) {
  const path = folder.path || undefined;
  return folder.source === "run"
    ? client.listArtifacts({ run_id: folder.runId, path, page_token: pageToken }, { signal })
    : client.listLoggedModelArtifacts(
        { model_id: folder.modelId, artifact_directory_path: path, page_token: pageToken },
        { signal },
      );
}
