import { useCallback, useState } from "react";
import { Markdown } from "../../components/markdown.tsx";
import styles from "./experiment-header.module.css";

/** What an experiment is about: its first lines above the runs, all of it on demand. */
export function ExperimentNote({ text }: { readonly text: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const [isCut, setIsCut] = useState(false);
  const measure = useCallback((box: HTMLDivElement | null) => {
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => setIsCut(box.scrollHeight > box.clientHeight + 2));
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div className={styles["note"]}>
      <div
        ref={measure}
        className={styles["text"]}
        data-whole={isWhole || undefined}
        role="region"
        aria-label="Description"
        tabIndex={isWhole ? 0 : undefined}
      >
        <div>
          <Markdown text={text} headingLevel={2} />
        </div>
      </div>
      {(isCut || isWhole) && (
        <button
          type="button"
          className={styles["more"]}
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? "Show less of the description" : "Show the whole description"}
        </button>
      )}
    </div>
  );
}
