import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

interface EmptyStateProps {
  readonly title: string;
  /** Whether it is all that the page shows, so that its title is the page's. */
  readonly isWholePage?: boolean;
  readonly children?: ReactNode;
}

/** What stands where a list would be, with the way to its first entry. */
export function EmptyState({ title, isWholePage = false, children }: EmptyStateProps) {
  const Heading = isWholePage ? "h1" : "h2";
  return (
    <div className={styles["empty"]}>
      <Heading className={styles["title"]}>{title}</Heading>
      {children}
    </div>
  );
}
