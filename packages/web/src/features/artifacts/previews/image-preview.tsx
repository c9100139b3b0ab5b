import { useState } from "react";
import { fileUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import { UnplayableFile } from "./unplayable-file.tsx";

export function ImagePreview(file: FileProps) {
  const [isBroken, setIsBroken] = useState(false);
  const [size, setSize] = useState("");
  if (isBroken) return <UnplayableFile {...file} kind="image" />;
  return (
    <div className={styles["canvas"]}>
      <img
        className={styles["image"]}
        src={fileUrl(file.place)}
        alt={file.name}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize(`${naturalWidth} × ${naturalHeight} pixels`)
        }
        onError={() => setIsBroken(true)}
      />
      <p className={styles["caption"]}>{size}</p>
    </div>
  );
}
