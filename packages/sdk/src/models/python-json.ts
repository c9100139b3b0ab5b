/**
 * JSON as Python's `json.dumps` writes it: spaces after commas and colons, whole numbers as floats
 * (`1.0`) where `isFloat` says that they are. NaN and infinities become null.
 */
export function writeJson(value: unknown, { indent = 0, isFloat = false } = {}): string {
  return write(value, { indent, isFloat }, 0);
}

interface Style {
  readonly indent: number;
  readonly isFloat: boolean;
}

function write(value: unknown, style: Style, depth: number): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return writeNumber(value, style.isFloat);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value instanceof Uint8Array) return `"${toBase64(value)}"`;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => write(item, style, depth + 1));
    return enclose("[", items, "]", style, depth);
  }
  if (typeof value === "object") {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const items = fields.map(
      ([key, field]) => `${JSON.stringify(key)}: ${write(field, style, depth + 1)}`,
    );
    return enclose("{", items, "}", style, depth);
  }
  return JSON.stringify(value) ?? "null";
}

function writeNumber(value: number, isFloat: boolean): string {
  if (!Number.isFinite(value)) return "null";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return isFloat && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function enclose(
  open: string,
  items: readonly string[],
  close: string,
  { indent }: Style,
  depth: number,
): string {
  if (items.length === 0 || indent === 0) return `${open}${items.join(", ")}${close}`;
  const line = `\n${" ".repeat(indent * (depth + 1))}`;
  return `${open}${line}${items.join(`,${line}`)}\n${" ".repeat(indent * depth)}${close}`;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
