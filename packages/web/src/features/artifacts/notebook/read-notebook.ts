import { JsonNumber, type JsonValue } from "../json/parse-json.ts";

export interface NotebookOutput {
  readonly kind: "text" | "error" | "image" | "html";
  /** Of an image, its address. */
  readonly content: string;
}

export interface NotebookCell {
  readonly kind: "markdown" | "code" | "raw";
  readonly source: string;
  /** How many cells had run before, as Jupyter counts. */
  readonly count: string | undefined;
  readonly outputs: readonly NotebookOutput[];
}

export interface Notebook {
  readonly language: string;
  readonly cells: readonly NotebookCell[];
}

/**
 * Reads Jupyter's format of notebooks, versions 3 and 4:
 * https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @throws Error when it is none.
 */
export function readNotebook(value: JsonValue): Notebook {
  const cells = listOf(
    field(value, "cells") ?? field(listOf(field(value, "worksheets"))[0], "cells"),
  );
  if (field(value, "nbformat") === undefined) throw new Error("It has no field nbformat.");
  const metadata = field(value, "metadata");
  const language =
    textOf(field(field(metadata, "language_info"), "name")) ||
    textOf(field(field(metadata, "kernelspec"), "language"));
  return { language: language.toLowerCase() || "python", cells: cells.map(readCell) };
}

function readCell(cell: JsonValue): NotebookCell {
  const kind = textOf(field(cell, "cell_type"));
  const source = textOf(field(cell, "source") ?? field(cell, "input"));
  const count = field(cell, "execution_count") ?? field(cell, "prompt_number");
  return {
    kind: kind === "markdown" || kind === "code" ? kind : "raw",
    source,
    count: typeof count === "number" ? String(count) : undefined,
    outputs: listOf(field(cell, "outputs")).map(readOutput),
  };
}

// oxlint-disable-next-line no-control-regex -- what terminals take for colours begins with one
const TERMINAL_CODES = /\u001b\[[0-9;?]*[A-Za-z]/g;
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;

function readOutput(output: JsonValue): NotebookOutput {
  const type = textOf(field(output, "output_type"));
  if (type === "stream") return toText(textOf(field(output, "text")));
  if (type === "error" || type === "pyerr") {
    const trace = listOf(field(output, "traceback")).map(textOf).join("\n");
    const name = `${textOf(field(output, "ename"))}: ${textOf(field(output, "evalue"))}`;
    return { ...toText(trace || name), kind: "error" };
  }
  // The best that is there: a figure before the text that stands for it.
  const data = field(output, "data");
  for (const image of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const bytes = textOf(field(data, image));
    if (BASE64.test(bytes)) {
      return { kind: "image", content: `data:${image};base64,${bytes.replace(/\s/g, "")}` };
    }
  }
  const svg = textOf(field(data, "image/svg+xml"));
  // As an image it runs no script and loads nothing.
  if (svg !== "") {
    return {
      kind: "image",
      content: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
    };
  }
  const html = textOf(field(data, "text/html"));
  if (html !== "") return { kind: "html", content: html };
  const json = field(data, "application/json");
  return toText(textOf(field(data, "text/plain")) || (json ? JSON.stringify(json, null, 2) : ""));
}

function toText(text: string): NotebookOutput {
  return { kind: "text", content: text.replace(TERMINAL_CODES, "") };
}

function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || value instanceof JsonNumber) return undefined;
  if (isList(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return value !== undefined && isList(value) ? value : [];
}

/** Texts may be written as a list of their lines. */
function textOf(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  return listOf(value)
    .filter((line) => typeof line === "string")
    .join("");
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
