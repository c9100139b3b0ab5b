import type { BatchedValue } from "../database.ts";

/**
 * What items hold as PostgreSQL writes an array (its manual, 8.15.6). The driver does the same in
 * three times the time, and needs an array of the values for it.
 *
 * @example
 * encodeArray(["a", 'b "c"', null], (item) => item); // {"a","b \\"c\\"",NULL}
 */
export function encodeArray<Item>(
  items: readonly Item[],
  valueOf: (item: Item) => BatchedValue | undefined,
): string {
  let last: BatchedValue | undefined;
  let element = "";
  const elements = items.map((item) => {
    const value = valueOf(item) ?? null;
    // Sorted rows say the same run many times.
    if (value !== last || element === "") element = encode(value);
    last = value;
    return element;
  });
  return `{${elements.join(",")}}`;
}

function encode(value: BatchedValue): string {
  if (typeof value !== "string") return value === null ? "NULL" : String(value);
  return `"${value.includes("\\") || value.includes('"') ? value.replaceAll(/["\\]/g, String.raw`\$&`) : value}"`;
}
