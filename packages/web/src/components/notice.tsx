import type { ReactNode } from "react";
import styles from "./notice.module.css";

interface NoticeProps {
  readonly tone: "bad" | "warn" | "plain";
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons or links that lead on. */
  readonly actions?: ReactNode;
}

/** A message that stands in the page, where what it is about would be. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={styles["notice"]} data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <p className={styles["title"]}>{title}</p>
      {children !== undefined && <div className={styles["body"]}>{children}</div>}
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
    </div>
  );
}
