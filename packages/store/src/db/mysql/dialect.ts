import { callbackify } from "node:util";
import {
  Kysely,
  MysqlDialect,
  type MysqlPoolConnection,
  MysqlQueryCompiler,
  type InsertQueryNode,
  type OnConflictNode,
  RawNode,
  type ReferenceNode,
} from "kysely";
import type { Queries } from "../database.ts";
import { findForms } from "../per-dialect.ts";
import type { Tables } from "../tables.ts";

/** What other databases say by ON CONFLICT is said in MySQL's way. */
class QueryCompiler extends MysqlQueryCompiler {
  #insert: InsertQueryNode | undefined;

  protected override visitRaw(node: RawNode): void {
    const form = findForms(node)?.mysql.toOperationNode();
    super.visitRaw(form !== undefined && RawNode.is(form) ? form : node);
  }

  /** No double of MySQL's is infinite; where infinity is stored it is the largest one. */
  protected override appendValue(parameter: unknown): void {
    const isInfinite = parameter === Infinity || parameter === -Infinity;
    super.appendValue(isInfinite ? Math.sign(parameter) * Number.MAX_VALUE : parameter);
  }

  protected override visitInsertQuery(node: InsertQueryNode): void {
    this.#insert = node;
    super.visitInsertQuery(node);
  }

  protected override visitOnConflict({ updates }: OnConflictNode): void {
    this.append(" on duplicate key update ");
    if (updates !== undefined) return this.compileList(updates);
    // The row stays as it is.
    const column = this.#insert?.columns?.[0];
    if (column === undefined) throw new Error("an insert names its columns");
    this.visitNode(column);
    this.append(" = ");
    this.visitNode(column);
  }

  protected override visitReference(node: ReferenceNode): void {
    if (node.table?.table.identifier.name !== "excluded") return super.visitReference(node);
    this.append("values(");
    this.visitNode(node.column);
    this.append(")");
  }
}

class Dialect extends MysqlDialect {
  override createQueryCompiler(): QueryCompiler {
    return new QueryCompiler();
  }
}

/** Kysely on connections that it is handed; whoever opens them ends them. */
export function createQueries(connect: () => Promise<MysqlPoolConnection>): Queries {
  return new Kysely<Tables>({
    dialect: new Dialect({
      pool: {
        getConnection: callbackify(connect),
        end: (callback) => callback(null),
      },
    }),
  });
}
