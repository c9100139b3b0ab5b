import { extensionOf } from "./preview-kind.ts";

const WHAT: Readonly<Record<string, string>> = {
  arrow: "An Arrow file of columns",
  bin: "A binary file",
  bz2: "A file compressed with bzip2",
  ckpt: "A training's checkpoint",
  feather: "A Feather file of columns",
  gz: "A file compressed with gzip",
  h5: "An HDF5 file, as Keras writes weights and models",
  hdf5: "An HDF5 file, as Keras writes weights and models",
  joblib: "A Python object stored by joblib, as scikit-learn's models are",
  keras: "A Keras model",
  npz: "Several NumPy arrays in one file",
  onnx: "A model in the ONNX format",
  parquet: "A Parquet file of columns",
  pb: "A TensorFlow graph",
  pickle: "A pickled Python object",
  pkl: "A pickled Python object",
  pt: "A PyTorch file of weights or a model",
  pt2: "A model that PyTorch exported",
  pth: "A PyTorch file of weights or a model",
  rds: "An R object",
  safetensors: "Weights in the safetensors format",
  tar: "A tar archive",
  tflite: "A TensorFlow Lite model",
  tgz: "A compressed tar archive",
  ubj: "A model in XGBoost's binary JSON",
  whl: "A Python package",
  xlsx: "An Excel workbook",
  xz: "A file compressed with xz",
  zip: "A zip archive",
  zst: "A file compressed with Zstandard",
};

/** Those that run code when they are loaded, by whoever wrote them. */
const CODE = new Set(["ckpt", "joblib", "pickle", "pkl", "pt", "pth", "rds"]);

/** What a file is that has no preview, by its name, as a sentence. */
export function describeFile(path: string): string {
  const extension = extensionOf(path);
  const what = Object.hasOwn(WHAT, extension) ? WHAT[extension] : undefined;
  if (what === undefined) return "It is not text, and of no kind that is shown here.";
  const warning = "Loading such a file can run code in it: load only what you trust.";
  return CODE.has(extension) ? `${what}. ${warning}` : `${what}.`;
}
