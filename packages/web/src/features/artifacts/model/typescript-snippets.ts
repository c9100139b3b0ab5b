import {
  archiveUrl,
  fileUrl,
  placeBelow,
  pythonUri,
  type ArtifactPlace,
} from "../artifact-place.ts";
import { quote, type Snippet } from "./python-snippets.ts";
import type { ModelDescription } from "./read-mlmodel.ts";
import type { Signature, SignatureField } from "./read-signature.ts";

const PORT = 5001;

export interface TypescriptUse {
  /** What can be done with a model of this kind, in a sentence. */
  readonly note: string;
  readonly snippets: readonly (Snippet & { readonly language: "bash" | "typescript" })[];
}

/**
 * How TypeScript gets a model's answers: mlflow-ts runs ONNX, TensorFlow.js and modules itself; any
 * other model is served by Python, whose libraries it needs. `names` are those of what lies in the model's folder.
 */
export function typescriptUse(
  model: ModelDescription,
  place: ArtifactPlace,
  serverAddress: string,
  names: readonly string[],
): TypescriptUse {
  const { flavors, servingExample, onnxFile } = model;
  const download = {
    title: "Download its files",
    language: "typescript",
    code: [
      'import { writeFile } from "node:fs/promises";',
      "",
      `const archive = await fetch(${quote(archiveUrl(place))});`,
      "if (!archive.ok) throw new Error(await archive.text());",
      'await writeFile("model.zip", new Uint8Array(await archive.arrayBuffer()));',
    ].join("\n"),
  } as const;
  const load = loadByClient(model, place, serverAddress);
  if (load !== undefined) {
    const { note, ...snippet } = load;
    if (onnxFile === undefined || !names.includes(onnxFile)) {
      return { note, snippets: [snippet, download] };
    }
    const title = "Run it without mlflow-ts, with npm install onnxruntime-node";
    const code = runOnnx(onnxFile, model.signature, place, names);
    return { note, snippets: [snippet, { title, language: "typescript", code }, download] };
  }
  if (!flavors.includes("python_function")) {
    return {
      note: "Only the library that wrote this model runs it; TypeScript can fetch its files.",
      snippets: [download],
    };
  }
  const serve = {
    title: "Serve it, in a terminal",
    language: "bash",
    code:
      `MLFLOW_TRACKING_URI=${serverAddress} \\\n` +
      `  mlflow models serve -m ${shellQuote(pythonUri(place))} --env-manager local --port ${PORT}`,
  } as const;
  const note =
    "The model's library is Python's: MLflow serves the model, and TypeScript asks it over HTTP.";
  // Without an example nobody can say what this model's inputs are.
  if (servingExample === undefined) return { note, snippets: [serve, download] };
  const ask = {
    title: "Ask it",
    language: "typescript",
    code: [
      `const example = await fetch(${quote(fileUrl(placeBelow(place, servingExample)))});`,
      `const answer = await fetch("http://127.0.0.1:${PORT}/invocations", {`,
      '  method: "POST",',
      '  headers: { "content-type": "application/json" },',
      "  body: await example.text(),",
      "});",
      "console.log(await answer.json());",
    ].join("\n"),
  } as const;
  return { note, snippets: [serve, ask, download] };
}

/** What mlflow-ts runs: with which packages, and what is to be known first. */
const CLIENT_FLAVORS = {
  onnx: {
    packages: "mlflow-ts onnxruntime-node",
    note: "ONNX runs in TypeScript as it does in Python.",
  },
  tfjs: { packages: "mlflow-ts @tensorflow/tfjs", note: "TensorFlow.js is TypeScript's own." },
  javascript: {
    packages: "mlflow-ts",
    note: "This model is a module. Loading it runs its code: do it only when you trust its origin.",
  },
} as const;

/** Lines of mlflow-ts that load the model and ask it about its example, or about zeros. */
function loadByClient(
  { flavors, inputExample, signature }: ModelDescription,
  place: ArtifactPlace,
  serverAddress: string,
) {
  const own = (["onnx", "tfjs", "javascript"] as const).find((flavor) => flavors.includes(flavor));
  if (own === undefined) return undefined;
  const { packages, note } = CLIENT_FLAVORS[own];
  const input = inputExample === undefined ? makeInput(signature.inputs) : "model.inputExample";
  const code = [
    'import * as mlflow from "mlflow-ts";',
    "",
    `mlflow.setTrackingUri(${quote(serverAddress)});`,
    `const model = await mlflow.loadModel(${quote(pythonUri(place))});`,
    input === undefined
      ? "console.log(model.signature);"
      : `console.log(await model.predict(${input}));`,
  ].join("\n");
  return {
    title: `Load it, with npm install ${packages}`,
    language: "typescript",
    code,
    note,
  } as const;
}

const VALUES: Readonly<Record<string, string>> = {
  boolean: "true",
  double: "0",
  float: "0",
  integer: "0",
  long: "0",
  string: '"text"',
};

/** An input that a model without an example takes by its signature; nothing when that is not plain. */
function makeInput(inputs: readonly SignatureField[]): string | undefined {
  const [first] = inputs;
  if (first === undefined) return undefined;
  const type = first.type.replace(/^tensor /, "");
  if (inputs.length === 1 && first.shape !== undefined && Object.hasOwn(ARRAYS, type)) {
    const shape = first.shape.map((size) => (size < 0 ? 1 : size));
    const count = shape.reduce((product, size) => product * size, 1);
    return `{ data: new ${ARRAYS[type]}(${count}), shape: [${shape.join(", ")}] }`;
  }
  const cells = inputs.map((column) =>
    column.name === "" || !Object.hasOwn(VALUES, column.type)
      ? undefined
      : `${quote(column.name)}: ${VALUES[column.type]}`,
  );
  return cells.includes(undefined) ? undefined : `[{ ${cells.join(", ")} }]`;
}

/** The arrays in which onnxruntime takes tensors, by their types. */
const ARRAYS: Readonly<Record<string, string>> = {
  float32: "Float32Array",
  float64: "Float64Array",
  int32: "Int32Array",
  uint8: "Uint8Array",
};

/** Lines that fetch the graph and the weights that lie beside it, and ask it about zeros. */
function runOnnx(
  onnxFile: string,
  { inputs }: Signature,
  place: ArtifactPlace,
  names: readonly string[],
): string {
  const files = names.filter((name) => name === onnxFile || name.endsWith(".data"));
  const addresses = files.map((name) => `  ${quote(fileUrl(placeBelow(place, name)))},`);
  const [input] = inputs;
  const type = input?.type.replace(/^tensor /, "") ?? "";
  const array = inputs.length === 1 && Object.hasOwn(ARRAYS, type) ? ARRAYS[type] : undefined;
  const shape = input?.shape?.map((size) => (size < 0 ? 1 : size));
  const ask =
    array === undefined || shape === undefined
      ? ["console.log(session.inputMetadata, session.outputMetadata);"]
      : [
          `const shape = [${shape.join(", ")}];`,
          `const zeros = new ${array}(${shape.reduce((product, size) => product * size, 1)});`,
          `const input = new Tensor(${quote(type)}, zeros, shape);`,
          "console.log(await session.run({ [session.inputNames[0]]: input }));",
        ];
  return [
    'import { mkdir, writeFile } from "node:fs/promises";',
    `import { InferenceSession${ask.length > 1 ? ", Tensor" : ""} } from "onnxruntime-node";`,
    "",
    `const names = ${JSON.stringify(files)};`,
    "const addresses = [",
    ...addresses,
    "];",
    'await mkdir("model", { recursive: true });',
    "for (const [index, address] of addresses.entries()) {",
    "  const file = await fetch(address);",
    "  await writeFile(`model/${names[index]}`, new Uint8Array(await file.arrayBuffer()));",
    "}",
    `const session = await InferenceSession.create(${quote(`model/${onnxFile}`)});`,
    ...ask,
  ].join("\n");
}

function shellQuote(text: string): string {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
