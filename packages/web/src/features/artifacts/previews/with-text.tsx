import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { formatBytes } from "../../../format/bytes.ts";
import styles from "../artifact-preview.module.css";
import { getArtifactText } from "../get-artifact-text.ts";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";
import TextPreview from "./text-preview.tsx";

interface WithTextProps {
  readonly file: FileProps;
  /** What the file should be: "a notebook". */
  readonly what: string;
  readonly maxBytes: number;
  readonly children: (text: string) => ReactNode;
}

/** A file that makes sense only as a whole; a larger one is shown as the text that it is. */
export function WithText({ file, what, maxBytes, children }: WithTextProps) {
  const isLarge = file.sizeBytes !== undefined && file.sizeBytes > maxBytes;
  const query = useQuery({ ...getArtifactText(file.place, maxBytes), enabled: !isLarge });
  if (isLarge || query.data?.isCut === true) {
    return (
      <>
        <p className={styles["note"]}>
          Past {formatBytes(maxBytes)} it is shown as text, not as {what}.
        </p>
        <TextPreview {...file} />
      </>
    );
  }
  if (query.isError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading file" lines={4} />;
  const { text, isBinary } = query.data;
  if (isBinary) return <BrokenFile {...file} what={what} reason="It is no text." />;
  if (text.trim() === "") return <p className={styles["hint"]}>This file is empty.</p>;
  return children(text);
}
