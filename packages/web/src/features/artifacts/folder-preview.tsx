import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { formatBytes } from "../../format/bytes.ts";
import type { ArtifactPlace } from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { listArtifacts } from "./list-artifacts.ts";
import { PreviewBoundary } from "./previews/preview-boundary.tsx";

const ModelGuide = lazy(() => import("./model/model-guide.tsx"));

/** What a folder is: a model says how it is used, any other how much it holds. */
export function FolderPreview({ place }: { readonly place: ArtifactPlace }) {
  const query = useQuery(listArtifacts(place));
  if (query.isError && query.data === undefined) {
    return <LoadFailure error={query.error} what="the folder" onRetry={() => query.refetch()} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading folder" lines={3} />;
  if (query.data.some((node) => node.name === "MLmodel")) {
    return (
      <PreviewBoundary>
        <Suspense fallback={<Placeholder label="Loading model" lines={4} />}>
          <ModelGuide place={place} />
        </Suspense>
      </PreviewBoundary>
    );
  }
  const count = query.data.length;
  const sizes = query.data.flatMap(({ sizeBytes }) => sizeBytes ?? []);
  const total = formatBytes(sizes.reduce((sum, size) => sum + size, 0));
  return (
    <p className={styles["hint"]}>
      {count === 1 ? "1 entry" : `${count.toLocaleString("en")} entries`}
      {sizes.length > 0 && `, its own files ${total}`}
    </p>
  );
}
