const sources = new WeakMap<object, string>();
/** Whoever sends more has its wrong numbers shown as JavaScript writes them. */
const MAX_LENGTH = 64 * 1024;

/** Remembers, as long as a parsed body lives, the text that it was parsed from. */
export function rememberSource(body: unknown, source: string): void {
  if (typeof body !== "object" || body === null || source.length > MAX_LENGTH) return;
  sources.set(body, source);
}

/**
 * The number at a path of a body as it was written: MLflow's messages tell `9.0` from `9`, which
 * JavaScript does not. Undefined when there is none, or its text is not remembered.
 */
export function numberAsWritten(body: unknown, path: readonly PropertyKey[]): string | undefined {
  const source = typeof body === "object" && body !== null ? sources.get(body) : undefined;
  if (source === undefined) return undefined;
  let value: unknown = JSON.parse(source, (_key, one: unknown, context?: { source?: string }) =>
    typeof one === "number" ? { written: context?.source } : one,
  );
  for (const part of [...path, "written"]) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return typeof value === "string" ? value : undefined;
}
