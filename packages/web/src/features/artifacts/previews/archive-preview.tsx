import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { formatBytes } from "../../../format/bytes.ts";
import { fileUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import { listZip } from "../binary/read-zip.ts";
import { readRange } from "../read-range.ts";
import type { TableSource } from "../tables/table-source.ts";
import { ValueTable } from "../tables/value-table.tsx";
import type { FileProps } from "./file-props.ts";
import { UnknownFile } from "./unknown-file.tsx";

/** What a zip archive holds, which PyTorch's and NumPy's files are too. */
export default function ArchivePreview(file: FileProps) {
  const { place, sizeBytes = 0 } = file;
  const query = useQuery({
    queryKey: ["zip", fileUrl(place), sizeBytes],
    queryFn: ({ signal }) =>
      listZip(sizeBytes, (start, end) => readRange(place, start, end, signal)),
    retry: false,
    staleTime: 30_000,
  });
  const table = useMemo(
    (): TableSource | undefined =>
      query.data && {
        columns: ["File", "Size"],
        rowCount: query.data.files.length,
        isWhole: true,
        cellAt: (row, column) => {
          const entry = query.data.files[row];
          if (entry === undefined) return undefined;
          return column === 0
            ? { text: entry.name, kind: "text" }
            : { text: formatBytes(entry.sizeBytes), kind: "text" };
        },
      },
    [query.data],
  );
  if (query.error instanceof MlflowError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  // Older files of the same name are no archives.
  if (query.isError) return <UnknownFile {...file} />;
  if (query.data === undefined || table === undefined) {
    return <Placeholder label="Loading file" lines={4} />;
  }
  const { files, total } = query.data;
  return (
    <>
      <UnknownFile {...file} />
      <p className={styles["note"]}>
        It holds {total === 1 ? "1 file" : `${total.toLocaleString("en")} files`}
        {files.length < total && `, of which the first ${files.length.toLocaleString("en")} follow`}
        .
      </p>
      <ValueTable source={table} label={`Files in ${file.name}`} />
    </>
  );
}
