import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { cutText } from "../format/cut-text.ts";
import { CopyButton } from "./copy-button.tsx";
import styles from "./long-text.module.css";

interface LongTextProps {
  readonly text: string;
  /** Title of the window that shows the whole. */
  readonly title: string;
  readonly maxLength?: number;
}

/** Text from outside: cut when long, with the whole in a window on demand. */
export function LongText({ text, title, maxLength = 200 }: LongTextProps) {
  const [isOpen, setIsOpen] = useState(false);
  const cut = cutText(text, maxLength);
  return (
    <span className={styles["text"]}>
      <bdi>{cut}</bdi>
      {text.length > maxLength && (
        <>
          {" "}
          <Button variant="subtle" size="compact-xs" onClick={() => setIsOpen(true)}>
            Show all {text.length.toLocaleString("en")} characters
            <span className="visually-hidden"> of {cutText(title, 60)}</span>
          </Button>
          <Modal
            opened={isOpen}
            onClose={() => setIsOpen(false)}
            title={cutText(title, 80)}
            size="xl"
            closeButtonProps={{ "aria-label": "Close" }}
          >
            <div className={styles["copy"]}>
              <CopyButton text={text} what="text" />
            </div>
            <pre className={styles["whole"]}>{text}</pre>
          </Modal>
        </>
      )}
    </span>
  );
}
