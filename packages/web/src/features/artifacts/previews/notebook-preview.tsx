import { useMemo } from "react";
import { CodeBlock } from "../../../components/code-block.tsx";
import { Markdown } from "../../../components/markdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { parseJson } from "../json/parse-json.ts";
import { HtmlOutput } from "../notebook/html-output.tsx";
import styles from "../notebook/notebook.module.css";
import {
  readNotebook,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "../notebook/read-notebook.ts";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";
import { WithText } from "./with-text.tsx";

const MAX_BYTES = 32_000_000;
const MAX_OUTPUT = 20_000;

/** A Jupyter notebook with what its cells had put out. */
export default function NotebookPreview(file: FileProps) {
  return (
    <WithText file={file} what="a notebook" maxBytes={MAX_BYTES}>
      {(text) => <ParsedNotebook text={text} {...file} />}
    </WithText>
  );
}

type Parsed = { readonly notebook: Notebook } | { readonly error: string };

function parse(text: string): Parsed {
  try {
    return { notebook: readNotebook(parseJson(text)) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function ParsedNotebook({ text, ...file }: FileProps & { readonly text: string }) {
  const parsed = useMemo(() => parse(text), [text]);
  if ("error" in parsed) return <BrokenFile {...file} what="a notebook" reason={parsed.error} />;
  const { cells, language } = parsed.notebook;
  return (
    <div
      className={styles["notebook"]}
      role="region"
      aria-label={`Cells of ${file.name}`}
      tabIndex={0}
    >
      {cells.length === 0 && <p>This notebook has no cells.</p>}
      {cells.map((cell, index) => (
        <Cell key={index} cell={cell} language={language} />
      ))}
    </div>
  );
}

interface CellProps {
  readonly cell: NotebookCell;
  readonly language: string;
}

function Cell({ cell, language }: CellProps) {
  if (cell.kind === "markdown") {
    return (
      <div className={styles["cell"]}>
        <Markdown text={cell.source} />
      </div>
    );
  }
  const count = cell.count ?? " ";
  return (
    <div className={styles["cell"]}>
      {cell.kind === "code" && <p className={styles["count"]}>In [{count}]</p>}
      <CodeBlock
        code={cell.source}
        what={cell.kind === "code" ? `cell ${count.trim()}`.trim() : "text"}
        language={cell.kind === "code" ? language : undefined}
      />
      {cell.outputs.map((output, index) => (
        <Output key={index} output={output} />
      ))}
    </div>
  );
}

function Output({ output: { kind, content } }: { readonly output: NotebookOutput }) {
  if (kind === "image") return <img className={styles["image"]} src={content} alt="Output" />;
  if (kind === "html") return <HtmlOutput html={content} />;
  if (content === "") return null;
  return (
    <pre className={styles["output"]} data-kind={kind} tabIndex={0} aria-label="Output">
      {cutText(content, MAX_OUTPUT)}
    </pre>
  );
}
