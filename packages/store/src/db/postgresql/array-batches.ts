import type { Int64 } from "@mlflow-ts/contract";
import type {
  BatchedInsert,
  BatchedValue,
  BatchedWrite,
  Batches,
  ColumnType,
  LatePoint,
  PointPlace,
  Queries,
} from "../database.ts";
import { sortRows } from "../networked/sort-rows.ts";
import { encodeArray } from "./array-literal.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { isDuplicateIn } from "./errors.ts";

/** So many writes look out for rows that are there, after one met such a row. */
const WARY_WRITES = 100;

/**
 * Rows are bound as one array a column, so that a statement's text is the same for any number of
 * them, and it is parsed once for a connection.
 */
export class ArrayBatches implements Batches {
  readonly queries: Queries;
  readonly #pool: ConnectionPool;
  #waryWrites = 0;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
    this.queries = pool.write;
  }

  async find<Row extends object>(
    table: string,
    columns: readonly string[],
    keyColumns: readonly string[],
    keys: readonly (readonly string[])[],
  ): Promise<Row[]> {
    if (keys.length === 0) return [];
    const arrays = keyColumns.map((_, column) => keys.map((key) => key[column]));
    const [first = "", ...others] = arrays.map((_, index) => `$${index + 1}::text[]`);
    // A list for one column is looked up by its index in the same way as one value is.
    const condition =
      others.length === 0
        ? `${list(keyColumns)} = any(${first})`
        : `(${list(keyColumns)}) in (select * from unnest(${[first, ...others].join(", ")}))`;
    return this.#pool.query<Row>({
      name: `known ${table}`,
      text: `select ${list(columns)} from ${table} where ${condition}`,
      values: arrays,
    });
  }

  createWrite(): BatchedWrite {
    return new ArrayWrite(this.#pool, (statement) => this.#write(statement));
  }

  /**
   * That each row is looked for before it is inserted takes PostgreSQL a fifth longer, and rows that
   * are there, as points that were sent twice, are rare: first it is tried without.
   */
  async #write({ name, toText, values, keepers }: WriteStatement): Promise<CountsRow[]> {
    if (keepers.length > 0 && this.#waryWrites === 0) {
      try {
        const isNew = { name: `new ${name}`, text: toText(true), values };
        return await this.#pool.query<CountsRow>(isNew);
      } catch (error) {
        if (!keepers.some((table) => isDuplicateIn(table, error))) throw error;
        this.#waryWrites = WARY_WRITES;
      }
    } else if (this.#waryWrites > 0) this.#waryWrites -= 1;
    return this.#pool.query<CountsRow>({ name, text: toText(false), values });
  }
}

interface WriteStatement {
  readonly name: string;
  readonly toText: (isNew: boolean) => string;
  readonly values: string[];
  /** Tables that keep a row that is there. */
  readonly keepers: readonly string[];
}

/** Of a write of points: latest points that it replaced, and late points that it saw. */
interface CountsRow {
  readonly replaced?: number;
  readonly late?: number;
}

/** One statement that writes to several tables. PostgreSQL keeps all of it or nothing. */
class ArrayWrite implements BatchedWrite {
  readonly #pool: ConnectionPool;
  readonly #write: (statement: WriteStatement) => Promise<CountsRow[]>;
  readonly #names: string[] = [];
  /** Their texts, also for rows of which none is there. */
  readonly #parts: ((isNew: boolean) => string)[] = [];
  readonly #values: string[] = [];
  readonly #keepers: string[] = [];
  #points: readonly PointPlace[] = [];

  constructor(pool: ConnectionPool, write: (statement: WriteStatement) => Promise<CountsRow[]>) {
    this.#pool = pool;
    this.#write = write;
  }

  insert({ table, columns, rows, existing }: BatchedInsert): void {
    if (rows.length === 0) return;
    const names = list(Object.keys(columns));
    const source = this.#bind(table, rows, Object.values(columns));
    const insert = `insert into ${table} as written (${names}) select * from ${source}`;
    if (existing === "kept") this.#keepers.push(table);
    this.#parts.push((isNew) =>
      isNew && existing === "kept" ? insert : `${insert} ${onConflict(existing)}`,
    );
  }

  update(
    table: string,
    key: string,
    column: string,
    rows: readonly (readonly [string, string])[],
  ): void {
    if (rows.length === 0) return;
    const source = this.#bind(`${table} ${column}`, rows, ["text", "text"]);
    const text = `update ${table} set ${column} = named.value from ${source} as named (id, value)
      where ${key} = named.id`;
    this.#parts.push(() => text);
  }

  findLate(points: readonly PointPlace[]): void {
    this.#points = points;
  }

  /**
   * A metric's latest point that was replaced had no larger step; of points of several steps the first
   * is looked at too. Only then late points are looked for, as a join takes long to plan.
   */
  async run(): Promise<readonly LatePoint[]> {
    const latest = this.#parts.length - 1;
    if (latest < 0) return [];
    const ofMany = this.#points.filter(({ isOfMany }) => isOfMany);
    if (ofMany.length > 0) {
      const source = this.#bind(LATE, ofMany.map(toRow), PLACE_TYPES);
      this.#parts.push(() => joinLatest(source));
    }
    const late = ofMany.length > 0 ? `, (select count(*) from part_${latest + 1}) as late` : "";
    const counts = `select (select count(*) from part_${latest}) as replaced ${late}`;
    const [found] = await this.#write({
      name: this.#names.join(),
      toText: (isNew) => {
        const parts = this.#parts.map((part) => part(isNew));
        return joinParts(this.#points.length > 0 ? [...parts, counts] : parts);
      },
      values: this.#values,
      keepers: this.#keepers,
    });
    const isLate = (found?.replaced ?? 0) < this.#points.length || (found?.late ?? 0) > 0;
    return isLate ? this.#findLate() : [];
  }

  #findLate(): Promise<LatePoint[]> {
    const rows = this.#points.map(toRow);
    const arrays = PLACE_TYPES.map((type, column) => `$${column + 1}::${type}[]`);
    return this.#pool.query<LatePoint>({
      name: LATE,
      text: joinLatest(`unnest(${arrays.join(", ")})`),
      values: PLACE_TYPES.map((_, column) => encodeArray(rows, (row) => row[column])),
    });
  }

  /** The rows, as what a statement reads them from. */
  #bind(
    name: string,
    rows: readonly (readonly BatchedValue[])[],
    types: readonly ColumnType[],
  ): string {
    const sorted = sortRows(rows);
    this.#names.push(name);
    const parameters = types.map((type, column) => {
      this.#values.push(encodeArray(sorted, (row) => row[column]));
      return `$${this.#values.length}::${type}[]`;
    });
    return `unnest(${parameters.join(", ")})`;
  }
}

/** The last one with those before it in front. */
function joinParts(parts: readonly string[]): string {
  const before = parts.slice(0, -1).map((part, index) => `part_${index} as (${part})`);
  return `${before.length === 0 ? "" : `with ${before.join(", ")} `}${parts.at(-1)}`;
}

const LATE = "late points";
const PLACE_TYPES = ["text", "text", "bigint"] as const;

function toRow({ runId, key, step }: PointPlace): readonly [string, string, Int64] {
  return [runId, key, step];
}

function joinLatest(source: string): string {
  return `select late.run_uuid, late.key, late.step from ${source} as late (run_uuid, key, step)
    join latest_metrics as latest
      on latest.run_uuid = late.run_uuid and latest.key = late.key and latest.step > late.step`;
}

function onConflict(existing: BatchedInsert["existing"]): string {
  if (existing === undefined) return "";
  if (existing === "kept") return "on conflict do nothing";
  const { key, set, ifLarger = [] } = existing;
  const sets = set.map((column) => `${column} = excluded.${column}`).join(", ");
  const update = `on conflict (${list(key)}) do update set ${sets}`;
  if (ifLarger.length === 0) return update;
  const of = (row: string): string => ifLarger.map((column) => `${row}.${column}`).join(", ");
  return `${update} where (${of("excluded")}) > (${of("written")}) returning 1`;
}

function list(columns: readonly string[]): string {
  return columns.join(", ");
}
