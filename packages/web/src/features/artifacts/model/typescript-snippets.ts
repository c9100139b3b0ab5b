import {
  archiveUrl,
  fileUrl,
  placeBelow,
  pythonUri,
  type ArtifactPlace,
} from "../artifact-place.ts";
import { quote, type Snippet } from "./python-snippets.ts";
import type { ModelDescription } from "./read-mlmodel.ts";

const PORT = 5001;

export interface TypescriptUse {
  /** What can be done with a model of this kind, in a sentence. */
  readonly note: string;
  readonly snippets: readonly (Snippet & { readonly language: "bash" | "typescript" })[];
}

/** How TypeScript gets a model's answers: Python serves it, since its libraries are Python's. */
export function typescriptUse(
  { flavors, servingExample }: ModelDescription,
  place: ArtifactPlace,
  serverAddress: string,
): TypescriptUse {
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

function shellQuote(text: string): string {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
