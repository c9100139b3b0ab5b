import { type Filter, FilterError, parseFilter, printFilter } from "@mlflow-ts/contract/filter";

/** What a person typed, understood or not. */
export type ReadFilter =
  | { readonly kind: "read"; readonly filter: Filter }
  /** `start` and `end` are the fault's place in the typed text, in UTF-16 units. */
  | {
      readonly kind: "fault";
      readonly message: string;
      readonly start: number;
      readonly end: number;
    };

/** What a condition of MLflow's language begins with, and no run's name is likely to. */
const LANGUAGE =
  /(^|[\s(])(metrics?|params?|parameters?|tags?|attributes?|attr|run|datasets?)\s*\.|(^|[\s(])(run_id|run_name|user_id|status|artifact_uri|start_time|end_time|created)\s*([<>=!]|(not\s+)?(in|i?like)\b)/i;

/** Words narrow by name: each must be in it, in whatever case. */
export function wordsToFilter(words: readonly string[]): Filter {
  const operands = words.map((word): Filter => ({
    kind: "condition",
    field: { entity: "attribute", key: "run_name" },
    test: { operator: "ILIKE", value: `%${word}%` },
  }));
  const [first] = operands;
  return operands.length === 1 && first ? first : { kind: "and", operands };
}

/** Reads a search: MLflow's language, or words of the runs' names. */
export function readFilter(text: string): ReadFilter {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "read", filter: { kind: "and", operands: [] } };
  try {
    return { kind: "read", filter: parseFilter("runs", text) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    if (!LANGUAGE.test(text)) return { kind: "read", filter: wordsToFilter(trimmed.split(/\s+/)) };
    return { kind: "fault", message: error.message, start: error.start, end: error.end };
  }
}

/** Filters that all must hold, as one text of MLflow's language. */
export function joinFilters(filters: readonly Filter[]): string {
  const some = filters.filter((filter) => filter.kind !== "and" || filter.operands.length > 0);
  const [first] = some;
  if (first === undefined) return "";
  return printFilter("runs", some.length === 1 ? first : { kind: "and", operands: some });
}
