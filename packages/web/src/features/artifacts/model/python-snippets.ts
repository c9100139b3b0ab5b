import { pythonUri, type ArtifactPlace } from "../artifact-place.ts";
import type { ModelDescription } from "./read-mlmodel.ts";
import type { SignatureField } from "./read-signature.ts";

export interface Snippet {
  readonly title: string;
  readonly code: string;
}

/** The lines of Python that load a model and use it: by its own library first, then as a function. */
export function pythonSnippets(
  { flavors, inputExample, signature }: ModelDescription,
  place: ArtifactPlace,
  serverAddress: string,
): Snippet[] {
  const uri = quote(pythonUri(place));
  const server = `mlflow.set_tracking_uri(${quote(serverAddress)})`;
  const hasExample = inputExample !== undefined;
  const own = flavors
    .filter((flavor) => flavor !== "python_function" && !NOT_OF_PYTHON.has(flavor))
    .map((flavor) => ownLibrary(flavor, uri, server, hasExample));
  if (!flavors.includes("python_function")) return own;
  const input = hasExample
    ? { imports: [], lines: ["inputs = model.input_example"] }
    : makeInput(signature.inputs);
  const code = [
    "import mlflow",
    ...(input?.imports ?? []),
    "",
    server,
    `model = mlflow.pyfunc.load_model(${uri})`,
    ...(input === undefined ? [] : [...input.lines, "print(model.predict(inputs))"]),
  ];
  return [...own, { title: "mlflow.pyfunc", code: code.join("\n") }];
}

/** What mlflow-ts alone loads. */
const NOT_OF_PYTHON: ReadonlySet<string> = new Set(["javascript", "tfjs"]);

/** How a library's own model takes its input, where that is the same for all of its models. */
const CALLS: Readonly<Record<string, { readonly imports: string[]; readonly lines: string[] }>> = {
  pytorch: {
    imports: ["import torch"],
    lines: ["with torch.no_grad():", "    print(model(torch.as_tensor(inputs)))"],
  },
  sklearn: { imports: [], lines: ["print(model.predict(inputs))"] },
};

function ownLibrary(flavor: string, uri: string, server: string, hasExample: boolean): Snippet {
  const call = hasExample && Object.hasOwn(CALLS, flavor) ? CALLS[flavor] : undefined;
  const load =
    call === undefined
      ? [`model = mlflow.${flavor}.load_model(${uri})`]
      : [
          `uri = ${uri}`,
          `model = mlflow.${flavor}.load_model(uri)`,
          "inputs = mlflow.models.Model.load(uri).load_input_example(uri)",
          ...call.lines,
        ];
  const code = ["import mlflow", ...(call?.imports ?? []), "", server, ...load];
  return { title: `mlflow.${flavor}`, code: code.join("\n") };
}

/** Values of the types that DataFrames have, by MLflow's names of them. */
const VALUES: Readonly<Record<string, string>> = {
  boolean: "True",
  double: "0.0",
  float: "0.0",
  integer: "0",
  long: "0",
  string: '"text"',
};
const DTYPES: Readonly<Record<string, string>> = { float: "float32", integer: "int32" };

/** An input that a model without an example takes by its signature; nothing when that is not plain. */
function makeInput(inputs: readonly SignatureField[]) {
  const [first] = inputs;
  if (first === undefined) return undefined;
  const isTensor = inputs.length === 1 && first.name === "" && first.type.startsWith("tensor ");
  if (isTensor && first.shape !== undefined) {
    const shape = first.shape.map((size) => (size < 0 ? 1 : size)).join(", ");
    const dtype = quote(first.type.slice("tensor ".length));
    return {
      imports: ["import numpy"],
      lines: [`inputs = numpy.zeros((${shape},), dtype=${dtype})`],
    };
  }
  const columns = inputs.map(({ name, type }) => {
    const value = Object.hasOwn(VALUES, type) ? VALUES[type] : undefined;
    if (name === "" || value === undefined) return undefined;
    const dtype = Object.hasOwn(DTYPES, type) ? `, dtype=${quote(DTYPES[type] ?? "")}` : "";
    return `    ${quote(name)}: pandas.Series([${value}]${dtype}),`;
  });
  if (columns.includes(undefined)) return undefined;
  return {
    imports: ["import pandas"],
    lines: ["inputs = pandas.DataFrame({", ...columns.filter((line) => line !== undefined), "})"],
  };
}

/** A text as Python and TypeScript both write it. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
