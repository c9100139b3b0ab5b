import type { Socket } from "node:net";
import { callbackify } from "node:util";
import type { MysqlPoolConnection } from "kysely";
import mysql, { type Pool, type PoolConnection, type QueryValues } from "mysql2";
import type { Queries } from "../database.ts";
import type { PoolLimits } from "../networked/engine.ts";
import { connectionOptions, SESSION_SETTINGS } from "./connection-options.ts";
import { createQueries } from "./dialect.ts";
import { MYSQL_ERRORS } from "./errors.ts";

const { isDisconnection, toApiError } = MYSQL_ERRORS;

/** A statement with its values; a list among them is written as its items. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Kysely's own type of what is bound says nothing; what is not known can't be bound. */
const toValues = (values: readonly unknown[]): QueryValues => values as QueryValues;

type Callback = (error: unknown, result: never) => void;
type Query = (text: string, values: readonly unknown[], callback: Callback) => void;

/** So often a read is made that finds its connection cut. */
const TRIES = 3;

/** Connections to MySQL or MariaDB, opened when they are needed. */
export class ConnectionPool {
  readonly read: Queries;
  /** For transactions; their errors are the database's own. */
  readonly write: Queries;
  readonly #pool: Pool;
  readonly #recycleMs: number;
  readonly #openedAt = new WeakMap<PoolConnection, number>();

  constructor(uri: string, limits: PoolLimits) {
    this.#recycleMs = limits.recycleSeconds > 0 ? limits.recycleSeconds * 1000 : Infinity;
    this.#pool = mysql.createPool({ ...connectionOptions(uri), connectionLimit: limits.size });
    // A program that is done ends, with connections that lie idle.
    this.#pool.on("acquire", (connection) => socketOf(connection).ref());
    this.#pool.on("release", (connection) => socketOf(connection).unref());
    this.#pool.on("connection", (connection) => {
      this.#openedAt.set(connection, performance.now());
      // A cut connection also fails the statement that uses it, and an idle one is just dropped.
      connection.on("error", () => {});
      // Before anything else; a connection that did not take it is not to be used.
      connection.query(SESSION_SETTINGS, (error) => error && connection.destroy());
    });
    this.read = createQueries(() => this.#connectForReads());
    this.write = createQueries(() => this.#connect());
  }

  /** Runs statements one after the other on one connection; several in one transaction. */
  async run(...statements: readonly Statement[]): Promise<unknown> {
    const connection = await this.#open();
    const isTransaction = statements.length > 1;
    let isSound = false;
    try {
      let result: unknown;
      if (isTransaction) {
        await ask(connection, "set transaction isolation level read committed");
        await ask(connection, "begin");
      }
      for (const { text, values } of statements) result = await ask(connection, text, values);
      if (isTransaction) await ask(connection, "commit");
      isSound = true;
      return result;
    } catch (error) {
      isSound = !isDisconnection(error) && (!isTransaction || (await canRollBack(connection)));
      throw error;
    } finally {
      if (isSound) connection.release();
      else connection.destroy();
    }
  }

  /** As {@link run}, for a read. */
  async find<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    // Of a statement that selects, the driver answers rows.
    return (await this.run({ text, values })) as Row[];
  }

  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#pool.end(() => resolve()));
  }

  async #open(): Promise<PoolConnection> {
    for (;;) {
      const connection = await new Promise<PoolConnection>((resolve, reject) => {
        this.#pool.getConnection((error, opened) => (error ? reject(error) : resolve(opened)));
      });
      const age = performance.now() - (this.#openedAt.get(connection) ?? 0);
      if (age < this.#recycleMs) return connection;
      connection.destroy();
    }
  }

  async #connect(): Promise<MysqlPoolConnection> {
    const connection = await this.#open();
    let isCut = false;
    return toKysely(
      connection,
      (text, values, callback) => {
        connection.query(text, toValues(values), (error, result) => {
          isCut ||= error !== null && isDisconnection(error);
          callback(error, result as never);
        });
      },
      () => (isCut ? connection.destroy() : connection.release()),
    );
  }

  /** A statement whose connection is cut is made again on another one. */
  async #connectForReads(): Promise<MysqlPoolConnection> {
    let connection = await this.#open().catch(refuse);
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await ask(connection, text, values);
        } catch (error) {
          if (!isDisconnection(error) || tries === TRIES) return refuse(error);
          connection.destroy();
          connection = await this.#open().catch(refuse);
        }
      }
    };
    return toKysely(connection, callbackify(query) as Query, () => connection.release());
  }
}

/** The driver has it, and its types do not say so. */
function socketOf(connection: PoolConnection): Socket {
  return (connection as PoolConnection & { readonly stream: Socket }).stream;
}

/** Kysely reads by a callback, or, without one, row by row. */
function toKysely(
  connection: PoolConnection,
  query: Query,
  release: () => void,
): MysqlPoolConnection {
  return {
    query: ((text: string, values: readonly unknown[], callback?: Callback) =>
      callback === undefined
        ? connection.query(text, toValues(values))
        : query(text, values, callback)) as MysqlPoolConnection["query"],
    release,
    config: {},
    connect: () => {},
    destroy: () => connection.destroy(),
    threadId: connection.threadId,
  };
}

function ask(
  connection: PoolConnection,
  text: string,
  values: readonly unknown[] = [],
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(text, toValues(values), (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
}

async function canRollBack(connection: PoolConnection): Promise<boolean> {
  return ask(connection, "rollback").then(
    () => true,
    () => false,
  );
}

function refuse(error: unknown): never {
  throw toApiError(error);
}
