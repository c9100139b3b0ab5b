import { platform } from "#platform";
import { checkPath } from "../../artifacts/upload.ts";
import { refusal } from "../../logging/check-entry.ts";
import type { LocalFile } from "../../platform/platform.ts";

/** A graph of ONNX, with the files of weights that it names. */
export interface Graph {
  readonly localPath: string | undefined;
  open(): Promise<Blob>;
  /** Below the graph's folder. */
  readonly weights: readonly LocalFile[];
}

export function inMemory(bytes: Uint8Array): Graph {
  const blob = new Blob([new Uint8Array(bytes)]);
  return { localPath: undefined, open: () => Promise.resolve(blob), weights: [] };
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when the file, or one with its weights, is not there. */
export async function findGraph(path: string): Promise<Graph> {
  const [file, ...others] = await platform.listFiles(path);
  if (file === undefined || others.length > 0) throw refusal(`'${path}' is no .onnx file.`);
  const folder = path.slice(0, path.length - file.path.length);
  const names = await findWeights(await file.open());
  const weights = names.map(async (name) => {
    const [found] = await platform.listFiles(`${folder}${checkPath(name)}`);
    if (found === undefined) throw refusal(`The weights '${name}' of '${path}' are not there.`);
    return { path: name, open: found.open };
  });
  return { localPath: path, open: file.open, weights: await Promise.all(weights) };
}

const CHUNK_BYTES = 8 * 1024 * 1024;
const OVERLAP_BYTES = 1024;
/** An entry of the message TensorProto.external_data: the key `location` and its value. */
// oxlint-disable-next-line no-control-regex -- tags and lengths of the message are such characters
const LOCATION = /\n\u0008location\u0012([\u0001-\u007f])/g;

/** The files that a graph's tensors name, without reading the graph as a whole. */
async function findWeights(graph: Blob): Promise<string[]> {
  const names = new Set<string>();
  for (let start = 0; start < graph.size; start += CHUNK_BYTES) {
    const end = start + CHUNK_BYTES + OVERLAP_BYTES;
    const bytes = new Uint8Array(await graph.slice(start, end).arrayBuffer());
    const text = new TextDecoder("latin1").decode(bytes);
    for (const { index, 0: entry, 1: length = "" } of text.matchAll(LOCATION)) {
      const from = index + entry.length;
      names.add(new TextDecoder().decode(bytes.subarray(from, from + length.charCodeAt(0))));
    }
  }
  return [...names];
}
