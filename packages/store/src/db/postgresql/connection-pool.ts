import type { PostgresPoolClient } from "kysely";
import pg from "pg";
import type { Queries } from "../database.ts";
import type { PoolLimits } from "../networked/engine.ts";
import { connectionOptions } from "./connection-options.ts";
import { createQueries } from "./dialect.ts";
import { isDisconnection, toApiError } from "./errors.ts";
import { RepeatedStatements } from "./repeated-statements.ts";
import { VALUE_PARSERS } from "./value-parsers.ts";

/** A name stands for the text: the same text is parsed once for a connection. */
export interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** So often a read is made that finds its connection cut. */
const TRIES = 3;

/**
 * Connections to PostgreSQL, opened when they are needed. One that was cut while it lay idle is
 * replaced without anybody noticing.
 */
export class ConnectionPool {
  /**
   * For reads: a statement whose connection is cut is made again on another one.
   *
   * Their errors are {@link ApiError}s where a client may know the reason.
   */
  readonly read: Queries;
  /** For transactions; their errors are the database's own. */
  readonly write: Queries;
  readonly #pool: pg.Pool;
  readonly #repeated = new WeakMap<pg.ClientBase, RepeatedStatements>();

  constructor(uri: string, limits: PoolLimits) {
    this.#pool = new pg.Pool({
      ...connectionOptions(uri),
      max: limits.size,
      ...(limits.recycleSeconds > 0 && { maxLifetimeSeconds: limits.recycleSeconds }),
      types: VALUE_PARSERS,
      // A program that is done ends, with connections that lie idle.
      allowExitOnIdle: true,
    });
    // A cut connection also fails the statement that uses it, and an idle one is just dropped.
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => void client.on("error", () => {}));
    this.read = createQueries(() => this.#connectForReads());
    this.write = createQueries(() => this.#connect());
  }

  /** Runs one statement by itself. */
  async query<Row extends object>(query: Query): Promise<Row[]> {
    return (await this.#pool.query<Row>(query)).rows;
  }

  /** As {@link query}, for a read: made again where its connection was cut. */
  async readOnce<Row extends object>(query: Query): Promise<Row[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.query<Row>(query);
      } catch (error) {
        if (!isDisconnection(error) || tries === TRIES) return refuse(error);
      }
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(isForReads = false): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    let isCut = false;
    return {
      query: passOn(isForReads ? this.#repeatedOf(client) : client, (error) => {
        isCut ||= isDisconnection(error);
        throw error;
      }),
      release: (discard) => client.release(discard === true || isCut),
    };
  }

  #repeatedOf(client: pg.ClientBase): RepeatedStatements {
    const known = this.#repeated.get(client) ?? new RepeatedStatements(client);
    this.#repeated.set(client, known);
    return known;
  }

  async #connectForReads(): Promise<PostgresPoolClient> {
    let connection = await this.#connect(true).catch(refuse);
    const query = async (sql: string, parameters: readonly unknown[]) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await connection.query(sql, parameters);
        } catch (error) {
          if (!isDisconnection(error) || tries === TRIES) return refuse(error);
          connection.release(true);
          connection = await this.#connect(true).catch(refuse);
        }
      }
    };
    return {
      query: ((first: unknown, parameters: readonly unknown[]) =>
        typeof first === "string"
          ? query(first, parameters)
          : connection.query(first as never)) as PostgresPoolClient["query"],
      release: (discard) => connection.release(discard),
    };
  }
}

function refuse(error: unknown): never {
  throw toApiError(error);
}

/** What Kysely asks of a connection goes to it as it is: a text with its values, or a cursor. */
function passOn(
  client: Pick<pg.ClientBase, "query">,
  onError: (error: unknown) => never,
): PostgresPoolClient["query"] {
  return ((first: string, parameters?: unknown[]) => {
    const answer: unknown = client.query(first, parameters);
    return answer instanceof Promise ? answer.catch(onError) : answer;
  }) as PostgresPoolClient["query"];
}
