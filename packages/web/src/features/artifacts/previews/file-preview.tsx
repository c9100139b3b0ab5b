import { type ComponentType, lazy, Suspense } from "react";
import { Placeholder } from "../../../components/placeholder.tsx";
import { previewUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import type { FileProps } from "./file-props.ts";
import { HtmlPreview } from "./html-preview.tsx";
import { ImagePreview } from "./image-preview.tsx";
import MediaPreview from "./media-preview.tsx";
import PdfPreview from "./pdf-preview.tsx";
import { PreviewBoundary } from "./preview-boundary.tsx";
import { previewKind, type PreviewKind } from "./preview-kind.ts";
import { UnknownFile } from "./unknown-file.tsx";

// What only some files need is loaded with the first of them.
const PREVIEWS: Readonly<Record<PreviewKind, ComponentType<FileProps>>> = {
  archive: lazy(() => import("./archive-preview.tsx")),
  array: lazy(() => import("./array-preview.tsx")),
  audio: (file) => <MediaPreview {...file} kind="audio" />,
  html: ({ place, name }) => <HtmlPreview url={previewUrl(place)} name={name} />,
  image: ImagePreview,
  json: lazy(() => import("./json-preview.tsx")),
  map: lazy(() => import("./map-preview.tsx")),
  markdown: lazy(() => import("./markdown-preview.tsx")),
  none: UnknownFile,
  notebook: lazy(() => import("./notebook-preview.tsx")),
  parquet: lazy(() => import("./parquet-preview.tsx")),
  pdf: PdfPreview,
  table: lazy(() => import("./csv-preview.tsx")),
  text: lazy(() => import("./text-preview.tsx")),
  video: (file) => <MediaPreview {...file} kind="video" />,
};

/** What a file holds, in the way that suits its kind. */
export function FilePreview(file: FileProps) {
  if (file.sizeBytes === 0) return <p className={styles["hint"]}>This file is empty.</p>;
  const Preview = PREVIEWS[previewKind(file.place.path)];
  return (
    <PreviewBoundary>
      <Suspense fallback={<Placeholder label="Loading preview" lines={4} />}>
        <Preview {...file} />
      </Suspense>
    </PreviewBoundary>
  );
}
