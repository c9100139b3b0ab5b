import mysql from "mysql2/promise";

/** Whose user may create databases. */
const ADMIN_URI = process.env["TEST_MYSQL_URI"] ?? "mysql://root@127.0.0.1:3306/mysql";

/** The URI of a database, which is made when it is not there. */
export async function haveMysqlDatabase(name: string): Promise<string> {
  // Texts are told apart and in the order of their bytes, whatever the server's default.
  await asAdministrator(
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  );
  const uri = new URL(ADMIN_URI);
  uri.pathname = `/${name}`;
  return String(uri);
}

export async function dropMysqlDatabase(name: string): Promise<void> {
  await asAdministrator(`DROP DATABASE IF EXISTS ${name}`);
}

async function asAdministrator(statement: string): Promise<void> {
  const connection = await mysql.createConnection(ADMIN_URI);
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
