import { marked, type MarkedToken, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";
import { CodeBlock } from "./code-block.tsx";
import { decodeEntities } from "./decode-entities.ts";
import { findImage, findLink } from "./markdown-address.ts";
import styles from "./markdown.module.css";
import type { MarkdownProps } from "./markdown.tsx";

/** A description has a few thousand characters. The worst of this length takes a few seconds. */
const MAX_LENGTH = 100_000;
/** Quotes in quotes without end would end the stack. */
const MAX_DEPTH = 40;

/** Reads Markdown into elements: no HTML is made of it at any time, so none of it can run. */
export default function MarkdownView({ text, headingLevel = 3, resolvePath }: MarkdownProps) {
  const tokens = useMemo(() => readTokens(text), [text]);
  if (tokens === undefined) return <p className={styles["source"]}>{text}</p>;
  const base = document.baseURI;
  const outline = new Outline(headingLevel);

  const show = (parts: readonly Token[] | undefined, depth: number): ReactNode =>
    (parts ?? []).map((part, index) => (
      // Tokens have no other name than their place.
      <Fragment key={index}>
        {depth > MAX_DEPTH ? part.raw : showToken(part as MarkedToken, depth + 1)}
      </Fragment>
    ));

  const showToken = (token: MarkedToken, depth: number): ReactNode => {
    switch (token.type) {
      case "heading": {
        const Heading = outline.place(token.depth);
        return <Heading className={styles["heading"]}>{show(token.tokens, depth)}</Heading>;
      }
      case "paragraph":
        return <p>{show(token.tokens, depth)}</p>;
      case "blockquote":
        return <blockquote>{show(token.tokens, depth)}</blockquote>;
      case "list":
        return showList(token, depth);
      case "code":
        return <CodeBlock code={token.text} what="code" language={languageOf(token.lang)} />;
      case "table":
        return showTable(token, depth);
      case "hr":
        return <hr />;
      case "strong":
        return <strong>{show(token.tokens, depth)}</strong>;
      case "em":
        return <em>{show(token.tokens, depth)}</em>;
      case "del":
        return <del>{show(token.tokens, depth)}</del>;
      case "codespan":
        return <code>{token.text}</code>;
      case "br":
        return <br />;
      case "link":
        return showLink(token, depth);
      case "image":
        return showImage(token);
      case "checkbox":
        return <Checkbox isChecked={token.checked} />;
      case "html":
        // HTML of the kind that stands between blocks is text of a paragraph's own.
        return token.block ? <p className={styles["source"]}>{token.text.trim()}</p> : token.text;
      case "text":
        return token.tokens ? show(token.tokens, depth) : decodeEntities(token.text);
      case "escape":
        return decodeEntities(token.text);
      case "space":
      case "def":
        return null;
      default:
        return token.raw;
    }
  };

  const showList = (list: Tokens.List, depth: number) => {
    const items = list.items.map((item, index) => (
      <li key={index} className={item.task ? styles["task"] : undefined}>
        {show(item.tokens, depth)}
      </li>
    ));
    if (!list.ordered) return <ul>{items}</ul>;
    return <ol start={list.start === "" ? 1 : list.start}>{items}</ol>;
  };

  const showTable = ({ header, rows }: Tokens.Table, depth: number) => {
    const showCell = (cell: Tokens.TableCell, index: number) => {
      const style = cell.align === null ? {} : { textAlign: cell.align };
      const content = show(cell.tokens, depth);
      return cell.header && cell.text !== "" ? (
        <th key={index} scope="col" style={style}>
          {content}
        </th>
      ) : (
        <td key={index} style={style}>
          {content}
        </td>
      );
    };
    return (
      <div className={styles["table"]} role="region" aria-label="Table" tabIndex={0}>
        <table>
          <thead>
            <tr>{header.map(showCell)}</tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>{row.map(showCell)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  };

  const showLink = (link: Tokens.Link, depth: number) => {
    const content = show(link.tokens, depth);
    const address = link.autolink ? link.href : decodeEntities(link.href);
    const found = findLink(address, base, resolvePath);
    if (found === undefined) return content;
    const isForeign = found.isForeign && { target: "_blank", rel: "noopener noreferrer" };
    return (
      <a href={found.href} title={link.title ?? undefined} {...isForeign}>
        {content}
      </a>
    );
  };

  const showImage = (image: Tokens.Image) => {
    const name = decodeEntities(image.text);
    const address = decodeEntities(image.href);
    const src = findImage(address, base, resolvePath);
    if (src !== undefined) return <img src={src} alt={name} title={image.title ?? undefined} />;
    const link = findLink(address, base, resolvePath);
    if (link === undefined) return name;
    return (
      <a href={link.href} target="_blank" rel="noopener noreferrer">
        {name || address}
      </a>
    );
  };

  return <div className={styles["markdown"]}>{show(tokens, 0)}</div>;
}

function readTokens(text: string): Token[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return marked.lexer(text);
  } catch {
    // Nested beyond what the stack holds.
    return undefined;
  }
}

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;

/** Places headings below the page's own and skips no level, however they are written. */
class Outline {
  readonly #first: number;
  #above: number[] = [];

  constructor(first: number) {
    this.#first = first;
  }

  place(depth: number): (typeof HEADINGS)[number] {
    this.#above = [...this.#above.filter((other) => other < depth), depth];
    return HEADINGS[this.#first + this.#above.length - 2] ?? "h6";
  }
}

function Checkbox({ isChecked }: { readonly isChecked: boolean }) {
  const name = isChecked ? "Done" : "Not done";
  return <input type="checkbox" checked={isChecked} disabled aria-label={name} />;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  html: "xml",
  js: "javascript",
  py: "python",
  sh: "bash",
  shell: "bash",
  ts: "typescript",
  yml: "yaml",
};

/** The language that a block of code says it is in. */
function languageOf(written: string | undefined): string | undefined {
  const [name = ""] = (written ?? "").toLowerCase().split(/\s/, 1);
  return Object.hasOwn(SHORT_NAMES, name) ? SHORT_NAMES[name] : name;
}
