/** What may stand at a place of a filter, and the stretch of the text that it would replace. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly kind: "field" | "operator" | "value";
  /** What stands there already. */
  readonly typed: string;
  /** For an operator or a value: the field that it is about, such as `params.lr`. */
  readonly field?: { readonly entity: string; readonly key: string };
}

const FIELD_START = /(?:^|[\s(])([\p{L}\p{N}_.`"/-]*)$/u;
const FIELD =
  /(?:^|[\s(])(?:(metric|param|parameter|tag|attribute|attr|run|dataset)s?\.)?(`[^`]+`|"[^"]+"|[\p{L}\p{N}_./-]+)$/iu;
const AFTER_FIELD = /^(.*\S)\s+([<>=!]*|[a-z]*)$/isu;
const AFTER_OPERATOR =
  /^(.*?\S)\s*(<=|>=|!=|<|>|=|\s(?:not\s+)?(?:i?like|in))\s*(['"]?)([^'"]*)$/isu;
/** Between two conditions stands one of these. */
const LAST_CONDITION = /(?:^|[\s(])(?:and|or|not)\s+|^\s*\(*/giu;

function lastConditionStart(text: string): number {
  let start = 0;
  for (const match of text.matchAll(LAST_CONDITION)) start = match.index + match[0].length;
  return start;
}

function toField(text: string) {
  const [, entity = "attribute", key = ""] = FIELD.exec(text) ?? [];
  if (key === "") return undefined;
  return { entity: entity.toLowerCase(), key: key.replaceAll(/^[`"]|[`"]$/g, "") };
}

/** What could be completed at the caret; undefined where nothing can be told. */
export function completeFilter(text: string, caret: number): Completion | undefined {
  const before = text.slice(0, caret);
  const conditionStart = lastConditionStart(before);
  const condition = before.slice(conditionStart);
  const asValue = AFTER_OPERATOR.exec(condition);
  if (asValue) {
    const [, left = "", , quote = "", typed = ""] = asValue;
    const field = toField(left);
    if (field === undefined) return undefined;
    return { kind: "value", start: caret - typed.length - quote.length, end: caret, typed, field };
  }
  const asOperator = AFTER_FIELD.exec(condition);
  if (asOperator) {
    const [, left = "", typed = ""] = asOperator;
    const field = toField(left);
    // Words of a name have no operators.
    if (
      field === undefined ||
      !/[.`"]|^(status|start_time|end_time|user_id|run_name|run_id)$/.test(left)
    )
      return undefined;
    return { kind: "operator", start: caret - typed.length, end: caret, typed, field };
  }
  const [, typed] = FIELD_START.exec(condition) ?? [];
  return typed === undefined
    ? undefined
    : { kind: "field", start: caret - typed.length, end: caret, typed };
}
