import { formatBytes } from "../../../format/bytes.ts";
import styles from "../artifact-preview.module.css";
import { describeFile } from "./describe-file.ts";
import type { FileProps } from "./file-props.ts";

/** What a file is that can't be shown. */
export function UnknownFile({ place, sizeBytes }: FileProps) {
  const size = sizeBytes === undefined ? "" : ` It has ${formatBytes(sizeBytes)}.`;
  return (
    <p className={styles["hint"]}>
      {describeFile(place.path)}
      {size} Download it to open it.
    </p>
  );
}
