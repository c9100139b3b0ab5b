/** Takes rows of MLflow's tables and writes them to a database, past any server. */
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { pathOf } from "./databases.ts";

type Value = string | number | boolean;
type Type = "text" | "bigint" | "double precision" | "boolean";

/** The columns that are written, with their types in PostgreSQL. */
const TABLES = {
  experiments: {
    experiment_id: "bigint",
    name: "text",
    artifact_location: "text",
    lifecycle_stage: "text",
    creation_time: "bigint",
    last_update_time: "bigint",
    workspace: "text",
  },
  runs: {
    run_uuid: "text",
    name: "text",
    source_type: "text",
    source_name: "text",
    entry_point_name: "text",
    user_id: "text",
    status: "text",
    start_time: "bigint",
    end_time: "bigint",
    source_version: "text",
    lifecycle_stage: "text",
    artifact_uri: "text",
    experiment_id: "bigint",
  },
  params: { key: "text", value: "text", run_uuid: "text" },
  tags: { key: "text", value: "text", run_uuid: "text" },
  metrics: {
    key: "text",
    value: "double precision",
    timestamp: "bigint",
    run_uuid: "text",
    step: "bigint",
    is_nan: "boolean",
  },
  latest_metrics: {
    key: "text",
    value: "double precision",
    timestamp: "bigint",
    run_uuid: "text",
    step: "bigint",
    is_nan: "boolean",
  },
} as const satisfies Record<string, Record<string, Type>>;

type Table = keyof typeof TABLES;

export interface RowSink {
  /** Values in the order of the table's columns. */
  add(table: Table, row: readonly Value[]): void;
  finish(): Promise<void>;
}

export async function openSink(uri: string): Promise<RowSink> {
  return uri.startsWith("sqlite:") ? openSqlite(pathOf(uri)) : openPostgresql(uri);
}

function openSqlite(path: string): RowSink {
  const db = new DatabaseSync(path);
  const inserts = new Map(
    Object.entries(TABLES).map(([table, columns]) => {
      const names = Object.keys(columns);
      const values = names.map(() => "?").join(", ");
      return [table, db.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${values})`)];
    }),
  );
  db.exec("BEGIN");
  return {
    add: (table, row) => {
      inserts
        .get(table)
        ?.run(...row.map((value) => (typeof value === "boolean" ? Number(value) : value)));
    },
    finish: async () => {
      db.exec("COMMIT");
      db.close();
    },
  };
}

const ROWS_OF_STATEMENT = 10_000;

async function openPostgresql(uri: string): Promise<RowSink> {
  const client = new pg.Client(uri);
  await client.connect();
  const rows = new Map<Table, (readonly Value[])[]>();
  return {
    add: (table, row) => {
      const own = rows.get(table);
      if (own) own.push(row);
      else rows.set(table, [row]);
    },
    finish: async () => {
      await client.query("BEGIN");
      for (const table of Object.keys(TABLES) as Table[]) {
        await insertAll(client, table, rows.get(table) ?? []);
      }
      await client.query("COMMIT");
      // An id that was given is not counted by itself.
      await client.query(
        `SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'), max(experiment_id))
         FROM experiments`,
      );
      // As the database does by itself a minute later.
      await client.query("VACUUM ANALYZE");
      await client.end();
    },
  };
}

async function insertAll(client: pg.Client, table: Table, rows: (readonly Value[])[]) {
  const columns = Object.entries(TABLES[table]);
  const names = columns.map(([name]) => name).join(", ");
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ");
  const text = `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays})`;
  for (let from = 0; from < rows.length; from += ROWS_OF_STATEMENT) {
    const lot = rows.slice(from, from + ROWS_OF_STATEMENT);
    await client.query(
      text,
      columns.map((_, index) => lot.map((row) => row[index])),
    );
  }
}
