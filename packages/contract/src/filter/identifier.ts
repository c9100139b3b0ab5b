import type { Operand } from "./operand.ts";
import { stripQuotes } from "./quoted-text.ts";

/** An identifier taken apart at its first point; a bare one names an attribute. */
export interface Identifier {
  readonly entityName: string | undefined;
  readonly key: string;
}

/**
 * Takes an identifier apart as MLflow does: a key loses one pair of quotes, then one of backticks.
 */
export function splitIdentifier({ raw, escaped }: Pick<Operand, "raw" | "escaped">): Identifier {
  const point = raw.indexOf(".");
  const entityName = point < 0 ? undefined : raw.slice(0, point);
  const key = stripQuotes(stripQuotes(raw.slice(point + 1), ["'", '"']), ["`"]);
  return { entityName, key: escaped === undefined ? key : key + escaped };
}
