import { useState } from "react";
import { client } from "../../../api/client.ts";
import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import type { RunsRequest } from "../rows/run-window.ts";
import type { Column } from "../table/column.ts";
import { runToJson } from "./run-to-json.ts";
import { RunsCsv } from "./runs-csv.ts";

interface DownloadMenuProps {
  readonly request: RunsRequest;
  readonly columns: readonly Column[];
}

const PAGE = 1000;

/** Everything that the filter finds, with the columns of the table, as a file. */
export function DownloadMenu({ request, columns }: DownloadMenuProps) {
  const [state, setState] = useState<string>();
  const download = async (format: "csv" | "json") => {
    setState("Downloading…");
    try {
      const csv = new RunsCsv(request, columns);
      const parts: string[] = [format === "csv" ? csv.head : "[\n"];
      let count = 0;
      for (;;) {
        const stretch = { ...request, nested: false, offset: count, limit: PAGE };
        const { rows, run_count: total } = await client.getRunWindow(stretch);
        const json = rows.map((row) => runToJson(row, request)).join(",\n");
        const separator = count === 0 || rows.length === 0 ? "" : ",\n";
        parts.push(format === "csv" ? csv.toLines(rows) : separator + json);
        count += rows.length;
        if (rows.length === 0 || count >= total) break;
        setState(`Downloading, ${Math.floor((count / total) * 100)} %`);
      }
      if (format === "json") parts.push("\n]\n");
      const type = format === "csv" ? "text/csv" : "application/json";
      saveFile(parts, type, `runs-${request.experiment_ids.join("-")}.${format}`);
      setState(undefined);
    } catch (error) {
      setState(cutText(`The download failed: ${describeError(error)}`, 120));
    }
  };
  return (
    <>
      <Dropdown label="Download">
        {(close) =>
          (["csv", "json"] as const).map((format) => (
            <DropdownItem
              key={format}
              onChoose={() => {
                close();
                void download(format);
              }}
            >
              All runs found, {format.toUpperCase()}
            </DropdownItem>
          ))
        }
      </Dropdown>
      {state !== undefined && <span role="status">{state}</span>}
    </>
  );
}
