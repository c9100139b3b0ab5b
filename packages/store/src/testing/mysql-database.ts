import { randomUUID } from "node:crypto";
import mysql from "mysql2/promise";
import { createEngine } from "../db/networked/engine.ts";
import type { NetworkedTestDatabase } from "./test-database.ts";

const MYSQL_URI = process.env["TEST_MYSQL_URI"] ?? "mysql://root@127.0.0.1:3306/mysql";

/** Texts are told apart and in the order of their bytes, as in SQLite. */
const LIKE_SQLITE = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

/** A MySQL or MariaDB database of a test's own; by default with MLflow's tables. */
export async function createMysqlDatabase(
  options: { isEmpty?: boolean; characters?: string } = {},
): Promise<NetworkedTestDatabase> {
  const name = `mlflow_ts_test_${randomUUID().replaceAll("-", "")}`;
  // So that it can be locked out: names of users have 32 characters at most.
  const user = name.slice(0, 32);
  await asAdministrator(async (connection) => {
    await connection.query(`CREATE DATABASE ${name} ${options.characters ?? LIKE_SQLITE}`);
    await connection.query(`CREATE USER ${user}`);
    await connection.query(`GRANT ALL ON ${name}.* TO ${user}`);
  });
  const uri = uriOf(name, user);
  if (!options.isEmpty) {
    const engine = await createEngine("mysql", uri, { size: 1, recycleSeconds: 0 });
    await engine.prepareSchema();
    await engine.end();
  }
  return {
    place: { networked: { dialect: "mysql", uri, maxConnections: 6 } },
    uri,
    openOther: async () => {
      const connection = await mysql.createConnection(uri);
      // Names in double quotes, as in the other databases.
      await connection.query("SET sql_mode = 'ANSI_QUOTES'");
      return {
        run: async (sql) => {
          const [rows] = await connection.query(sql);
          // What writes answers how many rows it wrote.
          return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
        },
        close: () => connection.end(),
      };
    },
    cutConnections: () =>
      asAdministrator(async (connection) => {
        const [sessions] = await connection.query<mysql.RowDataPacket[]>(
          "SELECT id FROM information_schema.processlist WHERE db = ?",
          [name],
        );
        // One that has just ended by itself can't be ended.
        for (const { id } of sessions) await connection.query(`KILL ${id}`).catch(() => {});
      }),
    setAway: (isAway) =>
      asAdministrator((connection) =>
        connection.query(`ALTER USER ${user} ACCOUNT ${isAway ? "LOCK" : "UNLOCK"}`),
      ),
    remove: () =>
      asAdministrator(async (connection) => {
        await connection.query(`DROP DATABASE ${name}`);
        await connection.query(`DROP USER ${user}`);
      }),
  };
}

function uriOf(database: string, user: string): string {
  const uri = new URL(MYSQL_URI);
  uri.username = user;
  uri.password = "";
  uri.pathname = `/${database}`;
  return String(uri);
}

async function asAdministrator(
  work: (connection: mysql.Connection) => Promise<unknown>,
): Promise<void> {
  const connection = await mysql.createConnection(MYSQL_URI);
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}
