import type { Connection } from "../connection.ts";
import { type FileInfo, toFileInfo } from "../entities.ts";
import { refusal } from "../logging/check-entry.ts";
import { serverRunId } from "../logging/create-run.ts";
import { checkPath, joinPath } from "./upload.ts";

/** Where artifacts are read: those of a run, of a model, or what lies below the served root. */
export interface ArtifactPlace {
  /** The files and folders in a folder, their paths as `read` takes them. */
  list(path: string): Promise<FileInfo[]>;
  /** @throws MlflowError with status 404 when there is no such file. */
  read(path: string): Promise<Response>;
}

/**
 * What names artifacts: an address (`runs:/<run id>/<path>`, `models:/<model id>/<path>` or
 * `mlflow-artifacts:/<path>`), or a run and a path below its artifacts.
 */
export type ArtifactSource =
  | string
  | { readonly artifactUri: string }
  | { readonly runId: string; readonly artifactPath?: string };

/**
 * Finds the place that artifacts are at, and the path below it.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for an address that is none of `runs:/<run>/<path>`,
 * `models:/<model>/<path>` and `mlflow-artifacts:/<path>`.
 */
export function findArtifacts(
  source: ArtifactSource,
  connection: Connection,
): { place: ArtifactPlace; path: string } {
  if (typeof source !== "string" && "runId" in source) {
    return { place: ofRun(source.runId, connection), path: source.artifactPath ?? "" };
  }
  const uri = typeof source === "string" ? source : source.artifactUri;
  const [, scheme, id = "", path = ""] = /^(runs|models):\/+([^/]+)\/?(.*)$/.exec(uri) ?? [];
  if (scheme === "runs") return { place: ofRun(id, connection), path: withoutEnd(path) };
  if (scheme === "models") return { place: ofModel(id, connection), path: withoutEnd(path) };
  const [, served] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/?(.*)$/.exec(uri) ?? [];
  if (served !== undefined) return { place: belowRoot(connection), path: withoutEnd(served) };
  throw refusal(
    `'${uri}' names no artifacts: it must be runs:/<run ID>/<path>, models:/<model ID>/<path> or ` +
      "mlflow-artifacts:/<path>.",
  );
}

function ofRun(runId: string, { client }: Connection): ArtifactPlace {
  const run_id = serverRunId(runId);
  return {
    list: (path) =>
      readAll((page_token) => client.listArtifacts({ run_id, path: checked(path), page_token })),
    read: (path) => client.getRunArtifact({ run_id, path: checkPath(path) }),
  };
}

function ofModel(model_id: string, { client }: Connection): ArtifactPlace {
  return {
    list: (path) =>
      readAll((page_token) =>
        client.listLoggedModelArtifacts({
          model_id,
          artifact_directory_path: checked(path),
          page_token,
        }),
      ),
    read: (path) =>
      client.getLoggedModelArtifact({ model_id, artifact_file_path: checkPath(path) }),
  };
}

function belowRoot({ client }: Connection): ArtifactPlace {
  return {
    // These answers name files by what follows the folder.
    list: async (path) => {
      const { files = [] } = await client.listServedArtifacts({ path: checked(path) });
      return files.map(toFileInfo).map((file) => ({ ...file, path: joinPath(path, file.path) }));
    },
    read: (path) => client.downloadArtifact({ artifact_path: checkPath(path) }),
  };
}

interface Listing {
  readonly files?: Parameters<typeof toFileInfo>[0][] | undefined;
  readonly next_page_token?: string | undefined;
}

async function readAll(list: (token: string | undefined) => Promise<Listing>): Promise<FileInfo[]> {
  const found: FileInfo[] = [];
  let token: string | undefined;
  do {
    const page = await list(token);
    found.push(...(page.files ?? []).map(toFileInfo));
    token = page.next_page_token;
  } while (token !== undefined && token !== "");
  return found;
}

function checked(path: string): string | undefined {
  return path === "" ? undefined : checkPath(path);
}

function withoutEnd(path: string): string {
  return path.replace(/\/+$/, "");
}
