import { useState } from "react";
import styles from "./artifact-preview.module.css";

interface ImagePreviewProps {
  readonly url: string;
  readonly name: string;
}

export function ImagePreview({ url, name }: ImagePreviewProps) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) {
    return (
      <p className={styles["hint"]}>The browser can't show this image; download it to see it.</p>
    );
  }
  return (
    <div className={styles["canvas"]}>
      <img className={styles["image"]} src={url} alt={name} onError={() => setIsBroken(true)} />
    </div>
  );
}
