export type PreviewKind =
  | "image"
  | "html"
  | "markdown"
  | "json"
  | "table"
  | "parquet"
  | "notebook"
  | "pdf"
  | "audio"
  | "video"
  | "map"
  | "array"
  | "archive"
  | "none"
  | "text";

const KINDS: Readonly<Record<Exclude<PreviewKind, "text">, string>> = {
  // As an image an SVG runs no script and loads nothing, whoever wrote it.
  image: "png jpg jpeg gif webp bmp ico avif apng svg",
  html: "html htm",
  markdown: "md markdown",
  json: "json jsonl ndjson",
  table: "csv tsv",
  parquet: "parquet",
  notebook: "ipynb",
  pdf: "pdf",
  audio: "mp3 wav flac ogg oga opus m4a aac weba",
  video: "mp4 webm ogv mov m4v",
  map: "geojson",
  array: "npy",
  archive: "zip npz whl jar pt pth pt2 keras",
  none: "bin bz2 ckpt feather arrow gz h5 hdf5 joblib mlmodelc msgpack onnx orc pb pickle pkl rds safetensors tar tflite tgz ubj xlsx xz zst",
};

const KIND_BY_EXTENSION = new Map<string, PreviewKind>(
  Object.entries(KINDS).flatMap(([kind, extensions]) =>
    // The keys are the kinds.
    extensions.split(" ").map((extension) => [extension, kind as PreviewKind] as const),
  ),
);

/** How a file can be shown, by its name. What is not known is tried as text. */
export function previewKind(path: string): PreviewKind {
  return KIND_BY_EXTENSION.get(extensionOf(path)) ?? "text";
}

/** In lower case; empty for a name without one. */
export function extensionOf(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
}
