import { useQuery } from "@tanstack/react-query";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import type { ArtifactPlace } from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { getArtifactText } from "./get-artifact-text.ts";

interface TextPreviewProps {
  readonly place: ArtifactPlace;
  readonly name: string;
}

/** The beginning of a file as text. */
export function TextPreview({ place, name }: TextPreviewProps) {
  const query = useQuery(getArtifactText(place));
  if (query.isError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading file" lines={4} />;
  const { text, isCut, isBinary } = query.data;
  if (isBinary) {
    return <p className={styles["hint"]}>This file is not text; download it to see it.</p>;
  }
  return (
    <>
      {isCut && (
        <p className={styles["hint"]}>Only the first 512 kB are shown; download it to see all.</p>
      )}
      {text === "" ? (
        <p className={styles["hint"]}>This file is empty.</p>
      ) : (
        <pre className={styles["text"]} tabIndex={0} aria-label={`Text of ${name}`}>
          {text}
        </pre>
      )}
    </>
  );
}
