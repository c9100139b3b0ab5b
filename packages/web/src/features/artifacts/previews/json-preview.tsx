import { useMemo, useState } from "react";
import { ViewChoice } from "../../../components/view-choice.tsx";
import { describeError } from "../../../format/describe-error.ts";
import styles from "../artifact-preview.module.css";
import { findTable } from "../json/json-table.ts";
import { JsonTree } from "../json/json-tree.tsx";
import { parseJson, parseJsonLines, type JsonValue } from "../json/parse-json.ts";
import { ValueTable } from "../tables/value-table.tsx";
import { BrokenFile } from "./broken-file.tsx";
import type { FileProps } from "./file-props.ts";
import { extensionOf } from "./preview-kind.ts";
import TextPreview from "./text-preview.tsx";
import { WithText } from "./with-text.tsx";

const MAX_BYTES = 16_000_000;

/** JSON as a tree, as a table when it is one, or as its text. */
export default function JsonPreview(file: FileProps) {
  return (
    <WithText file={file} what="JSON" maxBytes={MAX_BYTES}>
      {(text) => <ParsedJson text={text} {...file} />}
    </WithText>
  );
}

type Parsed = { readonly value: JsonValue } | { readonly error: string };

function parse(text: string, isLines: boolean): Parsed {
  try {
    return { value: isLines ? parseJsonLines(text) : parseJson(text) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function ParsedJson({ text, ...file }: FileProps & { readonly text: string }) {
  const isLines = extensionOf(file.place.path) !== "json";
  const parsed = useMemo(() => parse(text, isLines), [text, isLines]);
  const table = useMemo(() => ("value" in parsed ? findTable(parsed.value) : undefined), [parsed]);
  const [view, setView] = useState<"table" | "tree" | "text">(
    table === undefined ? "tree" : "table",
  );
  if ("error" in parsed) return <BrokenFile {...file} what="JSON" reason={parsed.error} />;
  return (
    <>
      <div className={styles["bar"]}>
        <ViewChoice
          label="Show as"
          views={{ ...(table && { table: "Table" }), tree: "Tree", text: "Text" }}
          view={view}
          onChoose={setView}
        />
        {table && view === "table" && <RowCount count={table.rowCount} />}
      </div>
      {view === "table" && table && <ValueTable source={table} label={`Table of ${file.name}`} />}
      {view === "tree" && <JsonTree value={parsed.value} label={`Tree of ${file.name}`} />}
      {view === "text" && <TextPreview {...file} />}
    </>
  );
}

function RowCount({ count }: { readonly count: number }) {
  const words = count === 1 ? "1 row" : `${count.toLocaleString("en")} rows`;
  return <span className={styles["count"]}>{words}</span>;
}
