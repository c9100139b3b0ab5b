export type PreviewKind = "image" | "html" | "markdown" | "text" | "none";

const KINDS: Readonly<Record<Exclude<PreviewKind, "text">, readonly string[]>> = {
  // As an image an SVG runs no script and loads nothing, whoever wrote it.
  image: ["png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "avif", "apng", "svg"],
  html: ["html", "htm"],
  markdown: ["md", "markdown"],
  none: ["bin", "ckpt", "gz", "h5", "joblib", "keras", "mp3", "mp4", "npy", "npz", "onnx"].concat([
    "parquet",
    "pb",
    "pdf",
    "pickle",
    "pkl",
    "pt",
    "pt2",
    "pth",
    "safetensors",
    "tar",
    "zip",
  ]),
};

/** How a file can be shown, by its name. What is not known is tried as text. */
export function previewKind(path: string): PreviewKind {
  const name = path.split("/").at(-1) ?? "";
  const extension = name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
  for (const kind of ["image", "html", "markdown", "none"] as const) {
    if (KINDS[kind].includes(extension)) return kind;
  }
  return "text";
}
