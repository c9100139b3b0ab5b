/** A table that may be larger than what is loaded of it. */
export interface TableSource {
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** A cell as text; nothing while it is not loaded. */
  readonly cellAt: (row: number, column: number) => Cell | undefined;
  /** Called with the rows in sight, for a table that loads them then. */
  readonly onRowsSeen?: (first: number, end: number) => void;
  /** Whether all cells are there, so that rows can be sorted. */
  readonly isWhole: boolean;
}

export interface Cell {
  readonly text: string;
  readonly kind: "text" | "number" | "none";
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;
const NONE: Cell = { text: "", kind: "none" };

/** A cell of a text file: a number when all of it reads as one. */
export function toTextCell(text: string | undefined): Cell {
  if (text === undefined || text === "") return NONE;
  const isNumber = text.length < 40 && (NUMBER.test(text) || NOT_FINITE.test(text));
  return { text, kind: isNumber ? "number" : "text" };
}

/** A cell that holds a value of JSON or Parquet. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return { text: "null", kind: "none" };
  if (typeof value === "string") return { text: value, kind: "text" };
  if (typeof value === "number" || typeof value === "bigint") {
    return { text: String(value), kind: "number" };
  }
  if (value instanceof Date) {
    const isValid = !Number.isNaN(value.getTime());
    return { text: isValid ? value.toISOString() : "Invalid date", kind: "text" };
  }
  if (value instanceof Uint8Array) return { text: describeBytes(value), kind: "text" };
  return { text: stringify(value), kind: "text" };
}

const MAX_BYTES = 64;

function describeBytes(bytes: Uint8Array): string {
  const start = [...bytes.subarray(0, MAX_BYTES)];
  const hex = start.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return bytes.length > MAX_BYTES ? `${hex} … (${bytes.length} bytes)` : hex;
}

function stringify(value: unknown): string {
  const replace = (_key: string, inner: unknown): unknown => {
    if (typeof inner === "bigint") return Number(inner);
    return inner instanceof Uint8Array ? describeBytes(inner) : inner;
  };
  try {
    return JSON.stringify(value, replace) ?? String(value);
  } catch {
    // Nested deeper than the stack.
    return Array.isArray(value) ? "[…]" : "{…}";
  }
}
