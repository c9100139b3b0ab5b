import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { describeError } from "../../../format/describe-error.ts";
import { fileUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import { readNpyHeader, toNpyTable } from "../binary/read-npy.ts";
import { readRange } from "../read-range.ts";
import { ValueTable } from "../tables/value-table.tsx";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";

const MAX_BYTES = 8_000_000;

/** A NumPy array: what it is made of, and its numbers when they make a table. */
export default function ArrayPreview(file: FileProps) {
  const { place, sizeBytes = 0 } = file;
  const query = useQuery({
    queryKey: ["npy", fileUrl(place), sizeBytes],
    queryFn: async ({ signal }) => {
      const bytes = await readRange(place, 0, Math.min(sizeBytes, MAX_BYTES), signal);
      const array = readNpyHeader(bytes);
      return { array, table: toNpyTable(array, bytes) };
    },
    retry: false,
    staleTime: 30_000,
  });
  if (query.error instanceof MlflowError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.isError) {
    return <BrokenFile {...file} what="a NumPy array" reason={describeError(query.error)} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading file" lines={4} />;
  const { array, table } = query.data;
  const isCut = table !== undefined && table.rowCount < (array.shape[0] ?? 1);
  return (
    <>
      <div className={styles["bar"]}>
        <span className={styles["count"]}>
          NumPy array of <code>{array.dtype}</code>, shape <code>({array.shape.join(", ")})</code>
        </span>
      </div>
      {isCut && (
        <p className={styles["note"]}>
          The first {table.rowCount.toLocaleString("en")} rows are shown.
        </p>
      )}
      {table === undefined ? (
        <p className={styles["hint"]}>
          Arrays of one or two dimensions of numbers are shown here; load this one with numpy.load.
        </p>
      ) : (
        <ValueTable source={table} label={`Table of ${file.name}`} />
      )}
    </>
  );
}
