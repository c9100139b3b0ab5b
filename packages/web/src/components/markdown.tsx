import { lazy, Suspense } from "react";
import styles from "./markdown.module.css";

const MarkdownView = lazy(() => import("./markdown-view.tsx"));

export interface MarkdownProps {
  /** Text from outside, in CommonMark with GitHub's tables, task lists and strikethrough. */
  readonly text: string;
  /** The level of its first headings: those of the page around it stand above. */
  readonly headingLevel?: 2 | 3 | 4;
  /** The address of what a relative path names; without it they lead where the page's own do. */
  readonly resolvePath?: (path: string) => string | undefined;
}

/**
 * Text as Markdown. What runs it is loaded at first use; until then the text stands as it is
 * written. HTML in it is shown as text, links lead only to http, https and mailto.
 */
export function Markdown(props: MarkdownProps) {
  return (
    <Suspense fallback={<p className={styles["source"]}>{props.text}</p>}>
      <MarkdownView {...props} />
    </Suspense>
  );
}
