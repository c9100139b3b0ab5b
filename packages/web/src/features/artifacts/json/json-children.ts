import { JsonNumber, type JsonValue } from "./parse-json.ts";

/** A part of a long list or of an object with many keys, which opens by itself. */
export interface JsonRange {
  readonly entries: readonly (readonly [string, JsonValue])[];
  /** The places that it goes over, from 0. */
  readonly first: number;
}

export interface JsonChild {
  readonly key: string;
  readonly value: JsonValue | JsonRange;
  readonly isRange: boolean;
}

/** No more lines than this come with one click. */
const MAX_CHILDREN = 100;

export function entriesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  const isHolder = typeof value === "object" && value !== null && !(value instanceof JsonNumber);
  return isHolder ? Object.entries(value) : [];
}

/** What opens below a value; thousands are told in ranges of ranges. */
export function childrenOf({ entries, first }: JsonRange): JsonChild[] {
  if (entries.length <= MAX_CHILDREN) {
    return entries.map(([key, value]) => ({ key, value, isRange: false }));
  }
  let size = MAX_CHILDREN;
  while (entries.length / size > MAX_CHILDREN) size *= MAX_CHILDREN;
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) => {
    const part = entries.slice(index * size, (index + 1) * size);
    const start = first + index * size;
    return {
      key: `${start} … ${start + part.length - 1}`,
      value: { entries: part, first: start },
      isRange: true,
    };
  });
}
