import { ApiError } from "@mlflow-ts/contract";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type ParseOptions,
  type SelectionSetNode,
} from "graphql";

/**
 * MLflow's page sends texts of 1,600 characters and 150 tokens. The parser calls itself for each
 * level of nesting, so this number of tokens also keeps it within the stack.
 */
export const PARSE_LIMITS: ParseOptions = {
  maxSourceLength: 20_000,
  maxLexicalTokens: 1_000,
  maxComments: 100,
};

const MAX_DEPTH = 10;
const MAX_ROOT_FIELDS = 10;
const MAX_ALIASES = 10;
const MAX_FIELDS = 1_000;

function refuse(what: string, limit: number): never {
  throw ApiError.invalidParameter(`The GraphQL query has more than ${limit} ${what}.`);
}

/** A level of a query once its fragments are put in place. */
interface Level {
  readonly set: SelectionSetNode;
  readonly depth: number;
}

/**
 * Refuses a query that would cost much, before it is validated or run. Fragments count at every
 * place where they are spread, so a short text that unfolds into a large query is refused too.
 *
 * MLflow: depth, root fields and fields have its limits. Its limit of aliases is one for each
 * level, which lets them multiply; ours is one for the query.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE, which names the limit.
 */
export function checkLimits(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const levels: Level[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) {
      levels.push({ set: definition.selectionSet, depth: 1 });
    }
  }
  let fields = 0;
  let rootFields = 0;
  let aliases = 0;
  for (let level = levels.pop(); level; level = levels.pop()) {
    if (level.depth > MAX_DEPTH) refuse("levels", MAX_DEPTH);
    for (const field of fieldsOf(level.set, fragments)) {
      if (level.depth === 1 && ++rootFields > MAX_ROOT_FIELDS) {
        refuse("root fields", MAX_ROOT_FIELDS);
      }
      if (field.alias && ++aliases > MAX_ALIASES) refuse("aliases", MAX_ALIASES);
      if (++fields > MAX_FIELDS) refuse("fields", MAX_FIELDS);
      if (field.selectionSet) levels.push({ set: field.selectionSet, depth: level.depth + 1 });
    }
  }
}

function* fieldsOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Generator<FieldNode> {
  const sets = [set];
  const spread = new Set<string>();
  for (let next = sets.pop(); next; next = sets.pop()) {
    for (const selection of next.selections) {
      if (selection.kind === Kind.FIELD) {
        yield selection;
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        sets.push(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) sets.push(fragment.selectionSet);
      }
    }
  }
}
