import { useId, type ReactNode } from "react";
import styles from "./section.module.css";

interface SectionProps {
  readonly title: string;
  /** Stands behind the title, such as how many there are. */
  readonly note?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page, findable by its heading. */
export function Section({ title, note, actions, children }: SectionProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className={styles["section"]}>
      <div className={styles["head"]}>
        <h2 id={headingId} className={styles["title"]}>
          {title}
        </h2>
        {note !== undefined && <span className={styles["note"]}>{note}</span>}
        {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
