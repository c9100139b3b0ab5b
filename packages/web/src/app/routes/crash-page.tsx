import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Notice } from "../../components/notice.tsx";
import { cutText } from "../../format/cut-text.ts";
import { describeError } from "../../format/describe-error.ts";
import styles from "./page.module.css";

/** What stands in place of a page that failed by a mistake of ours. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  return (
    <div className={styles["page"]}>
      <Notice
        tone="bad"
        title="This page could not be shown"
        actions={
          <Button size="xs" variant="default" onClick={reset}>
            Try again
          </Button>
        }
      >
        {cutText(describeError(error), 500)}
      </Notice>
    </div>
  );
}
