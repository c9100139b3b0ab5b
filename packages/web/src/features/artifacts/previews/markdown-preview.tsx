import { useState } from "react";
import { Markdown } from "../../../components/markdown.tsx";
import { ViewChoice } from "../../../components/view-choice.tsx";
import { fileUrl, placeBeside } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import TextPreview from "./text-preview.tsx";
import { WithText } from "./with-text.tsx";

const MAX_BYTES = 200_000;

/** A Markdown file as it is meant, with the pictures that lie beside it. */
export default function MarkdownPreview(file: FileProps) {
  const [view, setView] = useState<"read" | "source">("read");
  const resolvePath = (path: string) => {
    const beside = placeBeside(file.place, path);
    return beside && fileUrl(beside);
  };
  return (
    <WithText file={file} what="Markdown" maxBytes={MAX_BYTES}>
      {(text) => (
        <>
          <div className={styles["bar"]}>
            <ViewChoice
              label="Show as"
              views={{ read: "Formatted", source: "Text" }}
              view={view}
              onChoose={setView}
            />
          </div>
          {view === "source" ? (
            <TextPreview {...file} />
          ) : (
            <div
              className={styles["canvas"]}
              role="region"
              aria-label={`Text of ${file.name}`}
              tabIndex={0}
            >
              <Markdown text={text} resolvePath={resolvePath} />
            </div>
          )}
        </>
      )}
    </WithText>
  );
}
