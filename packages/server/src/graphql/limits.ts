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

/** MLflow: its words, which its tests look for, without the variable that would lift the limit. */
function tooMany(what: string, limit: number, count: number): string {
  return `GraphQL queries should have at most ${limit} ${what}, got ${count} ${what}.`;
}

/** A level of a query once its fragments are put in place. */
interface Level {
  readonly set: SelectionSetNode;
  readonly depth: number;
}

/**
 * The message about a query that would cost much, before it is validated or run; undefined for one
 * that may run. Fragments count at every place where they are spread, so a short text that unfolds
 * into a large query is refused too.
 *
 * MLflow: depth, root fields and fields have its limits. Its limit of aliases is one for each
 * level, which lets them multiply; ours is one for the query.
 */
export function findExcess(document: DocumentNode): string | undefined {
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
    if (level.depth > MAX_DEPTH) return `Query exceeds maximum depth of ${MAX_DEPTH}`;
    const here = [...fieldsOf(level.set, fragments)];
    fields += here.length;
    aliases += here.filter((field) => field.alias).length;
    if (level.depth === 1) rootFields += here.length;
    if (rootFields > MAX_ROOT_FIELDS) return tooMany("root fields", MAX_ROOT_FIELDS, rootFields);
    if (aliases > MAX_ALIASES) return tooMany("aliases", MAX_ALIASES, aliases);
    if (fields > MAX_FIELDS) return `Query exceeds maximum total selections of ${MAX_FIELDS}`;
    for (const { selectionSet } of here) {
      if (selectionSet) levels.push({ set: selectionSet, depth: level.depth + 1 });
    }
  }
  return undefined;
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
