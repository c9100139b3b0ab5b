import { experimentRules } from "./experiment-rules.ts";
import { loggedModelRules } from "./logged-model-rules.ts";
import { parseWithRules, type Rules } from "./parse-structure.ts";
import { runRules } from "./run-rules.ts";
import type { Filter, FilterKind } from "./syntax.ts";

const RULES: Readonly<Record<FilterKind, Rules>> = {
  runs: runRules,
  experiments: experimentRules,
  logged_models: loggedModelRules,
};

/**
 * Parses a filter of MLflow's search language, extended by OR, NOT, brackets and `E'it\'s'`.
 *
 * @example
 * parseFilter("runs", "metrics.loss < 0.1 AND (tags.team = 'a' OR NOT params.lr = '1')");
 *
 * @throws FilterError INVALID_PARAMETER_VALUE, with the place of the fault.
 */
export function parseFilter(kind: FilterKind, text: string): Filter {
  return parseWithRules(text, RULES[kind]);
}
