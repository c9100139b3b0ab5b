import type { RunTableRow } from "@mlflow-ts/contract";
import { CellReader, type ValueKeys } from "../rows/cell-reader.ts";
import { type Column, toColumnId } from "../table/column.ts";

/** A field by RFC 4180; a text that a spreadsheet would run as a formula is led by a quote. */
function toField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const toTime = (ms: number | undefined) => {
  const isShowable = ms !== undefined && Math.abs(ms) <= 8.64e15;
  return isShowable ? new Date(ms).toISOString() : "";
};

const FIXED: readonly (readonly [string, (run: RunTableRow) => string])[] = [
  ["run_id", (run) => run.run_id],
  ["run_name", (run) => run.run_name],
  ["status", (run) => run.status],
  ["start_time", (run) => toTime(run.start_time)],
  ["end_time", (run) => toTime(run.end_time)],
  ["user", (run) => run.user ?? ""],
  ["source", (run) => run.source ?? ""],
  ["datasets", (run) => (run.datasets ?? []).map(({ name }) => name).join(" ")],
  ["models", (run) => (run.models ?? []).map(({ name }) => name).join(" ")],
];

/** The first line, and each run as one; lines end as RFC 4180 has it. */
export class RunsCsv {
  readonly #cells: CellReader;
  readonly #columns: readonly Column[];

  constructor(keys: ValueKeys, columns: readonly Column[]) {
    this.#cells = new CellReader(keys);
    this.#columns = columns.filter(({ kind }) => kind !== "attribute");
  }

  get head(): string {
    const names = [...FIXED.map(([name]) => name), ...this.#columns.map(toColumnId)];
    return `${names.map(toField).join(",")}\r\n`;
  }

  toLines(runs: readonly RunTableRow[]): string {
    return runs.map((run) => this.#toLine(run)).join("");
  }

  #toLine(run: RunTableRow): string {
    const values = this.#columns.map((column) =>
      String(this.#cells.read(run, toColumnId(column)) ?? ""),
    );
    return `${[...FIXED.map(([, read]) => read(run)), ...values].map(toField).join(",")}\r\n`;
  }
}
