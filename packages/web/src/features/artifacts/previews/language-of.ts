import { extensionOf } from "./preview-kind.ts";

const LANGUAGES: Readonly<Record<string, string>> = {
  bash: "sh bash zsh",
  c: "c h",
  cpp: "cpp cc cxx hpp cu cuh",
  css: "css",
  diff: "diff patch",
  dockerfile: "dockerfile",
  go: "go",
  ini: "ini cfg conf toml properties",
  java: "java",
  javascript: "js mjs cjs jsx",
  json: "json ipynb geojson jsonl ndjson",
  julia: "jl",
  latex: "tex bib",
  markdown: "md markdown",
  python: "py py3 pyi",
  r: "r",
  rust: "rs",
  scala: "scala",
  sql: "sql",
  typescript: "ts tsx mts cts",
  xml: "xml html htm svg pmml",
  yaml: "yaml yml mlmodel mlproject",
};

const LANGUAGE_BY_EXTENSION = new Map(
  Object.entries(LANGUAGES).flatMap(([language, extensions]) =>
    extensions.split(" ").map((extension) => [extension, language] as const),
  ),
);

/** The language that a text is in, by its name, or nothing. */
export function languageOf(path: string): string | undefined {
  const name = path.split("/").at(-1)?.toLowerCase() ?? "";
  return LANGUAGE_BY_EXTENSION.get(extensionOf(path) || name);
}
