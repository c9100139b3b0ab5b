/**
 * Prints rows under headings, each column as wide as its widest cell.
 *
 * @example
 * printTable(["Id", "Name"], [["0", "Default"]]);
 */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const lines = [headings, ...rows].map((row) => row.map(plain));
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((line) => lengthOf(line[column] ?? ""))),
  );
  const ruled = [lines[0] ?? [], widths.map((width) => "-".repeat(width)), ...lines.slice(1)];
  for (const line of ruled) {
    const padded = line.map(
      (cell, column) => cell + " ".repeat((widths[column] ?? 0) - lengthOf(cell)),
    );
    console.log(padded.join("  ").trimEnd());
  }
}

/** Prints names and their values, one a line. */
export function printFields(fields: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(fields).map(lengthOf));
  for (const [name, value] of Object.entries(fields)) {
    console.log(`${name.padEnd(width)}  ${plain(value)}`.trimEnd());
  }
}

/** Prints a value for programs; 64-bit integers stay exact. */
export function printJson(value: unknown): void {
  const exact = (_key: string, part: unknown): unknown =>
    typeof part === "bigint" ? JSON.rawJSON(String(part)) : part;
  console.log(JSON.stringify(value, exact, 2));
}

/** What others named must not move the cursor or colour the terminal. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => (character === "\n" ? "⏎" : "�"));
}

/** `2026-11-24 12:53:48 UTC`, as MLflow shows it. */
export function formatTime(timestampMs: number | bigint | undefined): string {
  if (timestampMs === undefined) return "";
  const date = new Date(Number(timestampMs));
  if (Number.isNaN(date.getTime())) return String(timestampMs);
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `1.5 MB`: a thousand bytes are a kilobyte, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
