import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CodeLines } from "../../../components/code-lines.tsx";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { formatBytes } from "../../../format/bytes.ts";
import styles from "../artifact-preview.module.css";
import { FIRST_BYTES, getArtifactText, type ArtifactText } from "../get-artifact-text.ts";
import type { FileProps } from "./file-props.ts";
import { languageOf } from "./language-of.ts";
import { UnknownFile } from "./unknown-file.tsx";

const MAX_BYTES = 16 * FIRST_BYTES;

/** The beginning of a file as text, and more of it on demand. */
export default function TextPreview({ place, name, sizeBytes }: FileProps) {
  const [maxBytes, setMaxBytes] = useState(FIRST_BYTES);
  const query = useQuery({
    ...getArtifactText(place, maxBytes),
    placeholderData: keepPreviousData,
  });
  if (query.isError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading file" lines={4} />;
  const { text, isBinary } = query.data;
  if (isBinary) return <UnknownFile place={place} name={name} sizeBytes={sizeBytes} />;
  if (text === "") return <p className={styles["hint"]}>This file is empty.</p>;
  return (
    <>
      <PartNote
        shown={query.data}
        isLoading={query.isFetching}
        onMore={maxBytes < MAX_BYTES ? () => setMaxBytes(maxBytes * 4) : undefined}
      />
      <CodeLines text={text} language={languageOf(place.path)} label={`Text of ${name}`} />
    </>
  );
}

interface PartNoteProps {
  readonly shown: ArtifactText;
  readonly isLoading: boolean;
  /** None when no more can be shown. */
  readonly onMore: (() => void) | undefined;
}

/** Says how much of a file is shown, when it is not all. */
export function PartNote({ shown, isLoading, onMore }: PartNoteProps) {
  if (!shown.isCut) return null;
  const whole = shown.sizeBytes === undefined ? "" : ` of ${formatBytes(shown.sizeBytes)}`;
  return (
    <p className={styles["note"]} role="status">
      The first {formatBytes(shown.shownBytes)}
      {whole} are shown.
      {onMore === undefined ? (
        " Download it to see all."
      ) : (
        <Button size="compact-xs" variant="default" onClick={onMore} loading={isLoading}>
          Show more
        </Button>
      )}
    </p>
  );
}
