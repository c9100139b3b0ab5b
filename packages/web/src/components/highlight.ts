import type { LanguageFn } from "highlight.js";
import { createLowlight } from "lowlight";

/** A piece of a line and what it is in its language, such as `keyword`; none is plain text. */
export interface CodePiece {
  readonly text: string;
  readonly kind?: string;
}

type Grammar = () => Promise<{ readonly default: LanguageFn }>;

// Each grammar is a file of its own, loaded with the first text that needs it.
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  go: () => import("highlight.js/lib/languages/go"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  julia: () => import("highlight.js/lib/languages/julia"),
  latex: () => import("highlight.js/lib/languages/latex"),
  markdown: () => import("highlight.js/lib/languages/markdown"),
  python: () => import("highlight.js/lib/languages/python"),
  r: () => import("highlight.js/lib/languages/r"),
  rust: () => import("highlight.js/lib/languages/rust"),
  scala: () => import("highlight.js/lib/languages/scala"),
  sql: () => import("highlight.js/lib/languages/sql"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

const lowlight = createLowlight();
type Tree = ReturnType<typeof lowlight.highlight>;

/** A text's lines in pieces; nothing when its language is not known. */
export async function highlightLines(
  text: string,
  language: string,
): Promise<CodePiece[][] | undefined> {
  if (!Object.hasOwn(GRAMMARS, language)) return undefined;
  if (!lowlight.registered(language)) {
    const grammar = await GRAMMARS[language]?.();
    if (grammar === undefined) return undefined;
    lowlight.register(language, grammar.default);
  }
  return toLines(lowlight.highlight(language, text, { prefix: "" }));
}

function toLines(root: Tree): CodePiece[][] {
  const lines: CodePiece[][] = [[]];
  const add = (text: string, kind: string | undefined) => {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "")
        lines.at(-1)?.push(kind === undefined ? { text: part } : { text: part, kind });
    }
  };
  const walk = (nodes: readonly Tree["children"][number][], kind?: string) => {
    for (const node of nodes) {
      if (node.type === "text") add(node.value, kind);
      if (node.type === "element")
        walk(node.children, kindOf(node.properties["className"]) ?? kind);
    }
  };
  walk(root.children);
  return lines;
}

/** The first of the classes: the others only refine it. */
function kindOf(className: unknown): string | undefined {
  const first: unknown = Array.isArray(className) ? className[0] : undefined;
  return typeof first === "string" ? first : undefined;
}
