import { memo } from "react";
import styles from "./code-lines.module.css";
import type { CodePiece } from "./highlight.ts";
import { useCodeLines } from "./use-code-lines.ts";

interface CodeLinesProps {
  readonly text: string;
  /** One that `highlight.ts` knows. */
  readonly language?: string | undefined;
  readonly label: string;
}

/** The browser lays out only the blocks in sight. */
const BLOCK = 200;

/** A text with numbered lines, which wrap. */
export function CodeLines({ text, language, label }: CodeLinesProps) {
  const lines = useCodeLines(text.replaceAll("\r\n", "\n"), language);
  // A text that ends with a line break has no line behind it.
  const end = lines.length > 1 && lines.at(-1)?.length === 0 ? lines.length - 1 : lines.length;
  const blocks = Array.from({ length: Math.ceil(end / BLOCK) }, (_, block) => block * BLOCK);
  return (
    <pre
      className={styles["lines"]}
      data-many={end > 999 || undefined}
      tabIndex={0}
      aria-label={label}
    >
      {blocks.map((first) => (
        <Block key={first} lines={lines} first={first} end={Math.min(end, first + BLOCK)} />
      ))}
    </pre>
  );
}

interface BlockProps {
  readonly lines: readonly (readonly CodePiece[])[];
  readonly first: number;
  readonly end: number;
}

const Block = memo(function Block({ lines, first, end }: BlockProps) {
  return (
    <code
      className={styles["block"]}
      style={{
        counterSet: `line ${first}`,
        containIntrinsicSize: `auto ${(end - first) * 1.55}em`,
      }}
    >
      {lines.slice(first, end).map((line, index) => (
        <span key={index} className={styles["line"]}>
          <CodePieces pieces={line} />
          {isBreakNeeded(line, first + index + 1 === end) && "\n"}
        </span>
      ))}
    </code>
  );
});

/** A block ends its last line by itself, unless nothing stands in that; copied text is the file's. */
function isBreakNeeded(line: readonly CodePiece[], isLast: boolean): boolean {
  return !isLast || line.length === 0;
}

export function CodePieces({ pieces }: { readonly pieces: readonly CodePiece[] }) {
  return pieces.map(({ text, kind }, index) =>
    kind === undefined ? (
      text
    ) : (
      <span key={index} className={styles[kind]}>
        {text}
      </span>
    ),
  );
}
