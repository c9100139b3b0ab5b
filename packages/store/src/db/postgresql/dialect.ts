import {
  Kysely,
  PostgresDialect,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  RawNode,
} from "kysely";
import Cursor from "pg-cursor";
import type { Queries } from "../database.ts";
import { findForms } from "../per-dialect.ts";
import type { Tables } from "../tables.ts";

const MAX_INTEGER = 2 ** 31 - 1;

/**
 * PostgreSQL infers a bound value's type from what it is compared with, and then refuses a number
 * that this type can't hold; with a type of its own the number is only found unequal.
 */
function castOf(value: unknown): string {
  if (typeof value === "bigint") return "::bigint";
  if (typeof value !== "number") return "";
  if (!Number.isSafeInteger(value)) return "::double precision";
  return Math.abs(value) > MAX_INTEGER ? "::bigint" : "";
}

class QueryCompiler extends PostgresQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    const form = findForms(node)?.postgresql.toOperationNode();
    super.visitRaw(form !== undefined && RawNode.is(form) ? form : node);
  }

  protected override appendValue(parameter: unknown): void {
    super.appendValue(parameter);
    this.append(castOf(parameter));
  }
}

class Dialect extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new QueryCompiler();
  }
}

/** Kysely on connections that it is handed; whoever opens them ends them. */
export function createQueries(connect: () => Promise<PostgresPoolClient>): Queries {
  return new Kysely<Tables>({
    dialect: new Dialect({
      pool: { connect, end: async () => {}, options: {} },
      cursor: Cursor,
    }),
  });
}
