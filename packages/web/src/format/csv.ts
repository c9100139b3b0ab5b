/** One row of a CSV file (RFC 4180). */
export function toCsvRow(cells: readonly string[]): string {
  return `${cells.map(quoteCell).join(",")}\r\n`;
}

function quoteCell(cell: string): string {
  // A spreadsheet would run a text that begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A metric's value as Python, R and spreadsheets read it. */
export function formatCsvNumber(value: number | null | undefined): string {
  if (value === undefined) return "";
  if (value === null || Number.isNaN(value)) return "NaN";
  if (value >= Number.MAX_VALUE) return "Infinity";
  return value <= -Number.MAX_VALUE ? "-Infinity" : String(value);
}
