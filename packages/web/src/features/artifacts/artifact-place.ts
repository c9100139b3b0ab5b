import { serverUrl } from "../../api/server-url.ts";

/**
 * Where a file or folder lies: among a run's own artifacts, or in a model that a run logged, whose
 * files newer clients keep apart from the run's. An empty path is the root.
 */
export type ArtifactPlace =
  | { readonly source: "run"; readonly runId: string; readonly path: string }
  | { readonly source: "model"; readonly modelId: string; readonly path: string };

const MODEL_ADDRESS = /^models:\/([^/]+)(?:\/(.*))?$/s;

/** A place as one text for the page's address; a run's files are just their path. */
export function toAddress(place: ArtifactPlace): string {
  if (place.source === "run") return place.path;
  const root = `models:/${place.modelId}`;
  return place.path === "" ? root : `${root}/${place.path}`;
}

export function fromAddress(address: string, runId: string): ArtifactPlace {
  const [, modelId, path = ""] = MODEL_ADDRESS.exec(address) ?? [];
  return modelId === undefined
    ? { source: "run", runId, path: address }
    : { source: "model", modelId, path };
}

/** Whether a place is another one or lies in it. */
export function isWithin(place: ArtifactPlace, folder: ArtifactPlace): boolean {
  const inner = toAddress(place);
  const outer = toAddress(folder);
  return inner === outer || inner.startsWith(`${outer}/`);
}

export function isSamePlace(a: ArtifactPlace, b: ArtifactPlace): boolean {
  return toAddress(a) === toAddress(b);
}

/** The folder or file below a place. */
export function placeBelow(place: ArtifactPlace, name: string): ArtifactPlace {
  return { ...place, path: place.path === "" ? name : `${place.path}/${name}` };
}

/** What a file names by a relative path, such as `../plots/a%20b.png`; none outside the artifacts. */
export function placeBeside(file: ArtifactPlace, written: string): ArtifactPlace | undefined {
  const [path = ""] = written.split(/[?#]/, 1);
  const parts = file.path.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === ".." && parts.pop() === undefined) return undefined;
    if (part !== ".." && part !== "." && part !== "") parts.push(decodePart(part));
  }
  return { ...file, path: parts.join("/") };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A name with a percent sign, written as it is.
    return part;
  }
}

/** Where a file's bytes come from. */
export function fileUrl(place: ArtifactPlace): string {
  if (place.source === "run") {
    const query = new URLSearchParams({ path: place.path, run_uuid: place.runId });
    return `${serverUrl()}/get-artifact?${query}`;
  }
  const query = new URLSearchParams({ artifact_file_path: place.path });
  const model = encodeURIComponent(place.modelId);
  return `${serverUrl()}/ajax-api/2.0/mlflow/logged-models/${model}/artifacts/files?${query}`;
}

/** Where an HTML file or a PDF is shown under a policy of its own, which keeps it from all else. */
export function previewUrl(place: ArtifactPlace): string {
  return `${serverUrl()}/preview-artifact?${toQuery(place)}`;
}

/** Where a folder's files come from as one archive; those of the root are all there are. */
export function archiveUrl(place: ArtifactPlace): string {
  return `${serverUrl()}/download-artifacts?${toQuery(place)}`;
}

function toQuery(place: ArtifactPlace): URLSearchParams {
  const owner = place.source === "run" ? { run_id: place.runId } : { model_id: place.modelId };
  return new URLSearchParams({ ...owner, path: place.path });
}

/** The URI by which Python loads what lies there. */
export function pythonUri(place: ArtifactPlace): string {
  return place.source === "run" ? `runs:/${place.runId}/${place.path}` : toAddress(place);
}
