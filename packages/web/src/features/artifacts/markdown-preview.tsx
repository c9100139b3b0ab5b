import { useQuery } from "@tanstack/react-query";
import { Markdown } from "../../components/markdown.tsx";
import { fileUrl, placeBeside, type ArtifactPlace } from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { getArtifactText } from "./get-artifact-text.ts";
import { TextPreview } from "./text-preview.tsx";

interface MarkdownPreviewProps {
  readonly place: ArtifactPlace;
  readonly name: string;
}

/** A Markdown file as it is meant, with the pictures that lie beside it. */
export function MarkdownPreview({ place, name }: MarkdownPreviewProps) {
  const query = useQuery(getArtifactText(place));
  // Half a file is shown as it is written, like what can't be loaded at all.
  if (query.data === undefined || query.data.isCut || query.data.isBinary || !query.data.text) {
    return <TextPreview place={place} name={name} />;
  }
  const resolvePath = (path: string) => {
    const beside = placeBeside(place, path);
    return beside && fileUrl(beside);
  };
  return (
    <div className={styles["canvas"]} role="region" aria-label={`Text of ${name}`} tabIndex={0}>
      <Markdown text={query.data.text} resolvePath={resolvePath} />
    </div>
  );
}
