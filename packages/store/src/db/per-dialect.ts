import type { Expression, OperationNode, RawBuilder } from "kysely";
import { sql } from "kysely";

interface Forms {
  readonly sqlite: RawBuilder<unknown>;
  readonly postgresql: RawBuilder<unknown>;
  readonly mysql: RawBuilder<unknown>;
}

const formsByNode = new WeakMap<OperationNode, Forms>();

/** What compilers for another database than SQLite put in the node's place. */
export function findForms(node: OperationNode): Forms | undefined {
  return formsByNode.get(node);
}

/**
 * A piece of SQL that databases say differently; which one is meant is known when a query is
 * compiled, so that queries are written once.
 *
 * @example
 * const RUN_KEY = perDialect({ sqlite: sql`unixepoch()`, postgresql: …, mysql: … });
 */
export function perDialect<T>(forms: Forms): RawBuilder<T> {
  const expression: Expression<T> = {
    get expressionType() {
      return undefined;
    },
    toOperationNode() {
      // A node of its own, as the forms are found by it.
      const node = { ...forms.sqlite.toOperationNode() };
      formsByNode.set(node, forms);
      return node;
    },
  };
  return sql<T>`${expression}`;
}
