import { previewUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import { UnknownFile } from "./unknown-file.tsx";

/**
 * A PDF in the browser's own viewer, which keeps what is in it from this page. A sandboxed frame
 * would be safer still, but no browser shows a PDF in one.
 */
export default function PdfPreview(file: FileProps) {
  if (!navigator.pdfViewerEnabled) return <UnknownFile {...file} />;
  return <iframe className={styles["frame"]} title={file.name} src={previewUrl(file.place)} />;
}
