import mime from "mime";

/** Shown as plain text, whatever their registered type. The list is MLflow's. */
const TEXT = new Set(
  (
    "txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv " +
    "md rst ipynb mlmodel mlproject"
  ).split(" "),
);

/** Where MLflow answers another type than the table of `mime`. */
const MLFLOW_TYPES: ReadonlyMap<string, string> = new Map([
  ["flac", "audio/flac"],
  ["h5", "application/x-hdf5"],
  ["tgz", "application/x-tar"],
  // Not an MPEG stream, as mime has it.
  ["ts", "application/octet-stream"],
  ["wav", "audio/x-wav"],
]);

const COMPRESSIONS = /\.(?:gz|bz2|xz|br|z)$/i;
const UNKNOWN = "application/octet-stream";

/**
 * The content type of a file by its name, as MLflow answers it.
 *
 * MLflow: a compressed file has the type of what is in it; one alone, such as `x.gz`, has none.
 */
export function contentTypeOf(fileName: string): string {
  const name = fileName.replace(COMPRESSIONS, "");
  const dot = name.lastIndexOf(".");
  const extension = (dot > 0 ? name.slice(dot + 1) : "").toLowerCase();
  if (name === fileName) {
    if (TEXT.has(extension || fileName)) return "text/plain";
    // MLflow: the file of a model, which has no extension.
    if (fileName === "MLmodel") return "text/plain";
  }
  if (extension === "") return UNKNOWN;
  return MLFLOW_TYPES.get(extension) ?? mime.getType(extension) ?? UNKNOWN;
}
