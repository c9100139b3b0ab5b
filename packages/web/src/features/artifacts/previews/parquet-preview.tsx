import { MlflowError } from "@mlflow-ts/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { describeError } from "../../../format/describe-error.ts";
import { fileUrl } from "../artifact-place.ts";
import styles from "../artifact-preview.module.css";
import { openParquet, type ParquetFile } from "../parquet/open-parquet.ts";
import { useParquetTable } from "../parquet/use-parquet-table.ts";
import { MAX_ROWS, ValueTable } from "../tables/value-table.tsx";
import type { FileProps } from "./file-props.ts";
import { BrokenFile } from "./broken-file.tsx";

/** A Parquet table, of which only what is in sight is asked for. */
export default function ParquetPreview(file: FileProps) {
  const { place, sizeBytes = 0 } = file;
  const query = useQuery({
    queryKey: ["parquet", fileUrl(place), sizeBytes],
    queryFn: () => openParquet(place, sizeBytes),
    retry: false,
    staleTime: 30_000,
  });
  if (query.error instanceof MlflowError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.isError) {
    return <BrokenFile {...file} what="Parquet" reason={describeError(query.error)} />;
  }
  if (query.data === undefined) return <Placeholder label="Loading file" lines={4} />;
  return <OpenedParquet {...file} parquet={query.data} />;
}

function OpenedParquet({ parquet, ...file }: FileProps & { readonly parquet: ParquetFile }) {
  const { source, shownColumns, error } = useParquetTable(parquet);
  if (error !== undefined && !(error instanceof MlflowError)) {
    return <BrokenFile {...file} what="Parquet" reason={describeError(error)} />;
  }
  const { rowCount, columns } = parquet;
  const count = (number: number, one: string) =>
    `${number.toLocaleString("en")} ${number === 1 ? one : `${one}s`}`;
  return (
    <>
      <div className={styles["bar"]}>
        <span className={styles["count"]}>
          {count(rowCount, "row")}, {count(columns.length, "column")}
        </span>
      </div>
      {rowCount > MAX_ROWS && (
        <p className={styles["note"]}>The first {count(MAX_ROWS, "row")} can be seen here.</p>
      )}
      {shownColumns < columns.length && (
        <p className={styles["note"]}>
          The first {count(shownColumns, "column")} are shown: the others are too large.
        </p>
      )}
      {error !== undefined && <p className={styles["note"]}>{describeError(error)}</p>}
      <ValueTable source={source} label={`Table of ${file.name}`} />
    </>
  );
}
