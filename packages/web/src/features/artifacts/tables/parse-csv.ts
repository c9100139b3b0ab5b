export interface ParsedCsv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line in which a quoted cell begins that never ends. */
  readonly openQuoteLine: number | undefined;
}

/** Reads comma-separated values (RFC 4180) with any kind of line break; a row may be short or long. */
export function parseCsv(text: string, delimiter: string): ParsedCsv {
  const rows: string[][] = [];
  let row: string[] = [];
  let line = 1;
  let openQuoteLine: number | undefined;
  let at = 0;
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const startLine = line;
      const quoted = readQuoted(text, at);
      cell = quoted.cell;
      line += countBreaks(cell);
      if (quoted.isOpen) openQuoteLine = startLine;
      const rest = readPlain(text, quoted.end, delimiter);
      // What follows a closing quote belongs to the cell, as spreadsheets read it.
      cell += text.slice(quoted.end, rest);
      at = rest;
    } else {
      const end = readPlain(text, at, delimiter);
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) row.push("");
      continue;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    at += 1;
    line += 1;
    // A line of nothing is no row.
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  const [header = [], ...others] = rows;
  return { header, rows: others, openQuoteLine };
}

function readQuoted(text: string, start: number) {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    const isOpen = quote === -1;
    if (isOpen || text[quote + 1] !== '"') {
      const inner = text.slice(start + 1, isOpen ? text.length : quote);
      const cell = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
      return { cell, end: isOpen ? text.length : quote + 1, isOpen };
    }
    at = quote + 2;
  }
}

function readPlain(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") {
    at += 1;
  }
  return at;
}

function countBreaks(text: string): number {
  return text.split("\n").length - 1;
}

/** What separates the cells: of those that programs write, the one most common in the first line. */
export function findDelimiter(text: string): string {
  const [firstLine = ""] = text.slice(0, 100_000).split(/\r?\n/, 1);
  const counts = [",", ";", "\t", "|"].map((mark) => ({
    mark,
    count: firstLine.split(mark).length,
  }));
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).mark;
}
