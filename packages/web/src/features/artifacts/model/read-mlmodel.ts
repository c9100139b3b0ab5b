import { parse } from "yaml";
import { readSignature, type Signature } from "./read-signature.ts";

/** What a model's `MLmodel` file says. */
export interface ModelDescription {
  /** Such as `pytorch` and `python_function`. */
  readonly flavors: readonly string[];
  readonly signature: Signature;
  /** The file with the input that was logged as an example, below the model's folder. */
  readonly inputExample: string | undefined;
  /** The same as `mlflow models serve` takes it. */
  readonly servingExample: string | undefined;
  /** The graph of a model in the ONNX format, below the model's folder. */
  readonly onnxFile: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly mlflowVersion: string | undefined;
  readonly pythonVersion: string | undefined;
}

/** What stands in a line of Python that people copy is a name and nothing else. */
const PYTHON_NAME = /^[A-Za-z_]\w{0,60}$/;

/**
 * Reads an `MLmodel` file, which is YAML without types of its own.
 *
 * @throws Error when it is none.
 */
export function readMlmodel(text: string): ModelDescription {
  // A reference is repeated a few times at most: YAML can be made to grow without end.
  const file: unknown = parse(text, { maxAliasCount: 20, logLevel: "silent" });
  const flavors = field(file, "flavors");
  if (!isMapping(flavors)) throw new Error("It names no flavor.");
  const example = field(file, "saved_input_example_info");
  const size = field(file, "model_size_bytes");
  return {
    flavors: Object.keys(flavors).filter((flavor) => PYTHON_NAME.test(flavor)),
    signature: readSignature(field(file, "signature")),
    inputExample: textOf(field(example, "artifact_path")),
    servingExample: textOf(field(example, "serving_input_path")),
    onnxFile: textOf(field(field(flavors, "onnx"), "data")),
    sizeBytes: typeof size === "number" && size >= 0 ? size : undefined,
    mlflowVersion: textOf(field(file, "mlflow_version")),
    pythonVersion: textOf(field(field(flavors, "python_function"), "python_version")),
  };
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
