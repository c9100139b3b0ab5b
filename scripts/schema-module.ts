interface ColumnFacts {
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
  autoincrement?: boolean;
}

type IndexFacts = NonNullable<TableFacts["indexes"]>[number];

interface TableFacts {
  columns: ColumnFacts[];
  primary_key?: { name: string | null; columns: string[] };
  foreign_keys?: {
    name: string | null;
    columns: string[];
    references: string;
    referred_columns: string[];
    options: { ondelete?: string; onupdate?: string };
  }[];
  unique?: { name: string | null; columns: string[] }[];
  checks?: { name: string | null; sql: string }[];
  indexes?: {
    name: string;
    columns: string[];
    unique: boolean;
    /** Of how many characters of a column an index is. */
    prefixes?: Record<string, number>;
  }[];
}

export interface SchemaFacts {
  alembic_head: string;
  sqlite: { tables: Record<string, TableFacts> };
  postgresql: { tables: Record<string, TableFacts> };
  mysql: { tables: Record<string, TableFacts> };
}

/** What the facts do not hold: computed columns, details of indexes, and a trigger. */
const COMPUTED = new Map([["spans.duration_ns", "end_time_unix_nano - start_time_unix_nano"]]);
const DESCENDING = new Map([
  ["idx_mcp_server_versions_latest", new Set(["version_major", "version_minor", "version_patch"])],
]);
const TRIGGERS = [
  `CREATE TRIGGER prevent_secrets_aad_mutation BEFORE UPDATE ON secrets FOR EACH ROW
WHEN OLD.secret_id != NEW.secret_id OR OLD.secret_name != NEW.secret_name
BEGIN SELECT RAISE(ABORT, 'secret_id and secret_name are immutable (used as AAD in encryption)'); END`,
];

const COSTS = ["input_cost", "output_cost", "total_cost"];
const COST_DETAILS =
  ` INCLUDE (${list([...COSTS, "model_name", "model_provider"])})` +
  ` WHERE (${COSTS.map((column) => `${quote(column)} IS NOT NULL`).join(" OR ")})`;
const POSTGRESQL_INDEX_DETAILS = new Map([
  ["idx_spans_cost_exp_time_cover", COST_DETAILS],
  ["idx_spans_cost_trace_time_cover", COST_DETAILS],
]);
const POSTGRESQL_TRIGGERS = [
  `CREATE FUNCTION prevent_secrets_aad_mutation() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.secret_id <> NEW.secret_id OR OLD.secret_name <> NEW.secret_name THEN
RAISE EXCEPTION 'secret_id and secret_name are immutable (used as AAD in encryption)';
END IF; RETURN NEW; END; $$`,
  `CREATE TRIGGER prevent_secrets_aad_mutation BEFORE UPDATE ON secrets FOR EACH ROW
EXECUTE FUNCTION prevent_secrets_aad_mutation()`,
];
const MYSQL_TRIGGERS = [
  "DROP TRIGGER IF EXISTS prevent_secrets_aad_mutation",
  `CREATE TRIGGER prevent_secrets_aad_mutation BEFORE UPDATE ON secrets FOR EACH ROW BEGIN
IF OLD.secret_id != NEW.secret_id OR OLD.secret_name != NEW.secret_name THEN
SIGNAL SQLSTATE '45000'
SET MESSAGE_TEXT = 'secret_id and secret_name are immutable (used as AAD in encryption)';
END IF; END`,
];

function quote(name: string): string {
  return `"${name}"`;
}

function list(names: string[]): string {
  return names.map(quote).join(", ");
}

function constraint(name: string | null): string {
  return name === null ? "" : `CONSTRAINT ${quote(name)} `;
}

function renderColumns(name: string, table: TableFacts): string[] {
  return table.columns.map((column) => {
    const default_ = column.default === null ? "" : ` DEFAULT ${column.default}`;
    const formula = COMPUTED.get(`${name}.${column.name}`);
    const computed = formula === undefined ? "" : ` GENERATED ALWAYS AS (${formula}) STORED`;
    return `${quote(column.name)} ${column.type}${default_}${computed}${column.nullable ? "" : " NOT NULL"}`;
  });
}

function renderKeys(table: TableFacts): string[] {
  const lines: string[] = [];
  if (table.primary_key && table.primary_key.columns.length > 0) {
    const { name: key, columns } = table.primary_key;
    lines.push(`${constraint(key)}PRIMARY KEY (${list(columns)})`);
  }
  for (const unique of table.unique ?? []) {
    lines.push(`${constraint(unique.name)}UNIQUE (${list(unique.columns)})`);
  }
  for (const check of table.checks ?? []) {
    lines.push(`${constraint(check.name)}CHECK (${check.sql})`);
  }
  return lines;
}

function renderForeignKeys(table: TableFacts): string[] {
  return (table.foreign_keys ?? []).map((key) => {
    const onDelete = key.options.ondelete ? ` ON DELETE ${key.options.ondelete}` : "";
    const onUpdate = key.options.onupdate ? ` ON UPDATE ${key.options.onupdate}` : "";
    const target = `${quote(key.references)} (${list(key.referred_columns)})`;
    return `${constraint(key.name)}FOREIGN KEY (${list(key.columns)}) REFERENCES ${target}${onDelete}${onUpdate}`;
  });
}

function renderTable(name: string, lines: string[]): string {
  return `CREATE TABLE ${quote(name)} (\n  ${lines.join(",\n  ")}\n)`;
}

function renderIndexes(
  name: string,
  table: TableFacts,
  details: ReadonlyMap<string, string> = new Map(),
): string[] {
  const uniqueNames = new Set(table.unique?.map((unique) => unique.name));
  // PostgreSQL lists the index of a unique constraint too.
  const own = (table.indexes ?? []).filter((index) => !uniqueNames.has(index.name));
  return own.map((index) => {
    return `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${quote(index.name)} ON ${quote(name)} (${renderIndexColumns(index)})${details.get(index.name) ?? ""}`;
  });
}

function renderIndexColumns({ name, columns, prefixes }: IndexFacts): string {
  const descending = DESCENDING.get(name);
  return columns
    .map((column) => {
      const length = prefixes?.[column];
      const prefix = length === undefined ? "" : `(${length})`;
      return `${quote(column)}${prefix}${descending?.has(column) ? " DESC" : ""}`;
    })
    .join(", ");
}

function renderSqlite(facts: SchemaFacts): string[] {
  const tables = Object.entries(facts.sqlite.tables);
  return [
    ...tables.map(([name, table]) =>
      renderTable(name, [
        ...renderColumns(name, table),
        ...renderKeys(table),
        ...renderForeignKeys(table),
      ]),
    ),
    ...tables.flatMap(([name, table]) => renderIndexes(name, table)),
    ...TRIGGERS,
  ];
}

/** A column that counts by itself: with a sequence of the table's, or as an identity. */
function countByItself(column: ColumnFacts): ColumnFacts {
  if (!column.autoincrement) return column;
  return column.default === null
    ? { ...column, type: `${column.type} GENERATED BY DEFAULT AS IDENTITY` }
    : { ...column, type: "SERIAL", default: null };
}

function renderPostgresql(facts: SchemaFacts): string[] {
  const tables = Object.entries(facts.postgresql.tables).map(
    ([name, table]) => [name, { ...table, columns: table.columns.map(countByItself) }] as const,
  );
  return [
    ...tables.map(([name, table]) =>
      renderTable(name, [...renderColumns(name, table), ...renderKeys(table)]),
    ),
    ...tables.flatMap(([name, table]) => renderIndexes(name, table, POSTGRESQL_INDEX_DETAILS)),
    // Once all tables are there.
    ...tables.flatMap(([name, table]) =>
      renderForeignKeys(table).map((key) => `ALTER TABLE ${quote(name)} ADD ${key}`),
    ),
    ...POSTGRESQL_TRIGGERS,
  ];
}

/**
 * A table at a time with its indexes and keys, as no transaction holds the statements together; what
 * is there stays. Names stand in double quotes: it is run with ANSI_QUOTES.
 */
function renderMysql(facts: SchemaFacts): string[] {
  const tables = Object.entries(facts.mysql.tables);
  return [
    ...tables.map(([name, table]) => {
      const columns = table.columns.map((column) =>
        column.autoincrement ? { ...column, type: `${column.type} AUTO_INCREMENT` } : column,
      );
      const indexes = (table.indexes ?? []).map(
        (index) => `KEY ${quote(index.name)} (${renderIndexColumns(index)})`,
      );
      const lines = [
        ...renderColumns(name, { ...table, columns }),
        ...renderKeys(table),
        ...indexes,
        ...renderForeignKeys(table),
      ];
      return renderTable(name, lines).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS");
    }),
    ...MYSQL_TRIGGERS,
  ];
}

const HEAD =
  "// Generated by scripts/generate-schema.ts from conformance/facts/db-schema.json. Do not edit.\n";

function renderStatements(name: string, statements: readonly string[]): string {
  const body = statements.map((statement) => `  \`${statement}\`,`).join("\n");
  return `/** Every table, index and trigger of that revision, in an order in which they can be created. */
export const ${name}: readonly string[] = [
${body}
];
`;
}

/** The TypeScript modules that hold MLflow's schema as statements, by their file names. */
export function renderSchemaModules(facts: SchemaFacts): Record<string, string> {
  return {
    "schema-version.ts": `${HEAD}
/** The Alembic revision of MLflow 3.17.2's database. */
export const SCHEMA_VERSION = "${facts.alembic_head}";
`,
    "sqlite-schema.ts": `${HEAD}\n${renderStatements("SQLITE_SCHEMA", renderSqlite(facts))}`,
    "postgresql-schema.ts": `${HEAD}\n${renderStatements("POSTGRESQL_SCHEMA", renderPostgresql(facts))}`,
    "mysql-schema.ts": `${HEAD}\n${renderStatements("MYSQL_SCHEMA", renderMysql(facts))}`,
  };
}
