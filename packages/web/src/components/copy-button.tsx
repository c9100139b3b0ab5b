import { ActionIcon } from "@mantine/core";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";
import styles from "./copy-button.module.css";
import { CopyIcon, CrossIcon, DoneIcon } from "./icons.tsx";

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name: "run ID". */
  readonly what: string;
}

type State = "ready" | "copied" | "failed";

export function CopyButton({ text, what }: CopyButtonProps) {
  const [state, setState] = useState<State>("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), 1500);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () => {
    copyText(text).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  };
  const names = { ready: `Copy ${what}`, copied: "Copied", failed: "Could not copy" };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      className={styles["button"] ?? ""}
      onClick={copy}
      aria-label={names[state]}
      title={names[state]}
    >
      {state === "ready" && <CopyIcon size={14} />}
      {state === "copied" && <DoneIcon size={14} />}
      {state === "failed" && <CrossIcon size={14} />}
    </ActionIcon>
  );
}
