import { useState } from "react";
import { fileUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import { UnplayableFile } from "./unplayable-file.tsx";

interface MediaPreviewProps extends FileProps {
  readonly kind: "audio" | "video";
}

/** Sound or film with the browser's own controls; only what is played is loaded. */
export default function MediaPreview({ kind, ...file }: MediaPreviewProps) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <UnplayableFile {...file} kind={kind} />;
  const Player = kind;
  return (
    <div className={styles["canvas"]}>
      {/* What a run logs has no captions. */}
      <Player
        className={styles[kind]}
        src={fileUrl(file.place)}
        controls
        preload="metadata"
        aria-label={file.name}
        onError={() => setIsBroken(true)}
      />
    </div>
  );
}
