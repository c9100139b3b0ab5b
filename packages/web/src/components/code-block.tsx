import { CodePieces } from "./code-lines.tsx";
import { CopyButton } from "./copy-button.tsx";
import styles from "./code-block.module.css";
import { useCodeLines } from "./use-code-lines.ts";

interface CodeBlockProps {
  readonly code: string;
  /** What the code is, for the copy button's name. */
  readonly what: string;
  /** One that `highlight.ts` knows. */
  readonly language?: string | undefined;
}

export function CodeBlock({ code, what, language }: CodeBlockProps) {
  const lines = useCodeLines(code, language);
  return (
    <div className={styles["block"]}>
      <pre className={styles["code"]} tabIndex={0} aria-label={what}>
        {lines.map((pieces, index) => (
          <span key={index}>
            {index > 0 && "\n"}
            <CodePieces pieces={pieces} />
          </span>
        ))}
      </pre>
      <CopyButton text={code} what={what} />
    </div>
  );
}
