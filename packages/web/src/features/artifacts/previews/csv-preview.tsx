import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { ViewChoice } from "../../../components/view-choice.tsx";
import styles from "../artifact-preview.module.css";
import { FIRST_BYTES, getArtifactText } from "../get-artifact-text.ts";
import { findDelimiter, parseCsv } from "../tables/parse-csv.ts";
import { toTextCell, type TableSource } from "../tables/table-source.ts";
import { ValueTable } from "../tables/value-table.tsx";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";
import { extensionOf } from "./preview-kind.ts";
import TextPreview, { PartNote } from "./text-preview.tsx";

const MAX_BYTES = 64 * FIRST_BYTES;

/** Comma- or tab-separated values as a table, of which the beginning is loaded at first. */
export default function CsvPreview(file: FileProps) {
  const [maxBytes, setMaxBytes] = useState(FIRST_BYTES);
  const [view, setView] = useState<"table" | "text">("table");
  const query = useQuery({
    ...getArtifactText(file.place, maxBytes),
    placeholderData: keepPreviousData,
  });
  const delimiter = extensionOf(file.place.path) === "tsv" ? "\t" : undefined;
  const table = useMemo(
    () => query.data && toTable(query.data, delimiter),
    [query.data, delimiter],
  );
  if (query.isError) {
    return <LoadFailure error={query.error} what="the file" onRetry={() => query.refetch()} />;
  }
  if (query.data === undefined || table === undefined) {
    return <Placeholder label="Loading file" lines={4} />;
  }
  if (query.data.isBinary) return <BrokenFile {...file} what="a table" reason="It is no text." />;
  if (query.data.text.trim() === "") return <p className={styles["hint"]}>This file is empty.</p>;
  const rows = table.source.rowCount;
  return (
    <>
      <div className={styles["bar"]}>
        <ViewChoice
          label="Show as"
          views={{ table: "Table", text: "Text" }}
          view={view}
          onChoose={setView}
        />
        {view === "table" && (
          <span className={styles["count"]}>
            {rows === 1 ? "1 row" : `${rows.toLocaleString("en")} rows`}
          </span>
        )}
      </div>
      {view === "text" ? (
        <TextPreview {...file} />
      ) : (
        <>
          {table.problem !== undefined && <p className={styles["note"]}>{table.problem}</p>}
          <PartNote
            shown={query.data}
            isLoading={query.isFetching}
            onMore={maxBytes < MAX_BYTES ? () => setMaxBytes(maxBytes * 8) : undefined}
          />
          <ValueTable source={table.source} label={`Table of ${file.name}`} />
        </>
      )}
    </>
  );
}

interface CsvTable {
  readonly source: TableSource;
  /** What is wrong with the file. */
  readonly problem: string | undefined;
}

function toTable(
  { text, isCut }: { readonly text: string; readonly isCut: boolean },
  delimiter: string | undefined,
): CsvTable {
  const parsed = parseCsv(text, delimiter ?? findDelimiter(text));
  // The last row that was loaded may not be whole.
  const rows = isCut ? parsed.rows.slice(0, -1) : parsed.rows;
  let width = parsed.header.length;
  for (const row of rows) width = Math.max(width, row.length);
  const line = isCut ? undefined : parsed.openQuoteLine;
  return {
    source: {
      columns: Array.from({ length: width }, (_, column) => parsed.header[column] ?? ""),
      rowCount: rows.length,
      cellAt: (row, column) => toTextCell(rows[row]?.[column]),
      isWhole: true,
    },
    problem: line === undefined ? undefined : `The quote that begins in line ${line} never ends.`,
  };
}
