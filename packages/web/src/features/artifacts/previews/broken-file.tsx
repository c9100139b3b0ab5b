import { Notice } from "../../../components/notice.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import TextPreview from "./text-preview.tsx";

interface BrokenFileProps extends FileProps {
  /** What the file should be: "a Parquet table". */
  readonly what: string;
  readonly reason: string;
}

/** Says why a file can't be shown as what it is called, and shows what it holds as text. */
export function BrokenFile({ what, reason, ...file }: BrokenFileProps) {
  return (
    <>
      <div className={styles["notice"]}>
        <Notice tone="warn" title={`This file can't be read as ${what}`}>
          {cutText(reason, 300)}
        </Notice>
      </div>
      <TextPreview {...file} />
    </>
  );
}
