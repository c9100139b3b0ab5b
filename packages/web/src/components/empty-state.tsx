import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** What stands where a list would be, with the way to its first entry. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      <h2 className={styles["title"]}>{title}</h2>
      {children}
    </div>
  );
}
