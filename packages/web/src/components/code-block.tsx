import { CopyButton } from "./copy-button.tsx";
import styles from "./code-block.module.css";

interface CodeBlockProps {
  readonly code: string;
  /** What the code is, for the copy button's name. */
  readonly what: string;
}

export function CodeBlock({ code, what }: CodeBlockProps) {
  return (
    <div className={styles["block"]}>
      <pre className={styles["code"]} tabIndex={0} aria-label={what}>
        {code}
      </pre>
      <CopyButton text={code} what={what} />
    </div>
  );
}
