import pg from "pg";
import { encodeArray } from "./array-literal.ts";
import { isPlanOutdated } from "./errors.ts";

/** In characters: shorter statements are planned in a fraction of a millisecond. */
const MIN_LENGTH = 500;
const MAX_LENGTH = 20_000;
/** From which time on it is taken that a statement will be asked for again. */
const REPEATS = 3;
/** For a connection: a plan takes some 100 kB of PostgreSQL's memory. */
const MAX_PLANS = 16;
const MAX_COUNTED = 64;

/**
 * Long reads of one connection that come again and again with the same values, as a page sends them
 * that is left open: they are planned once, for these values, where PostgreSQL would plan them each
 * time. A search of three conditions takes 3 ms to plan and 7 ms to run.
 */
export class RepeatedStatements {
  readonly #client: pg.ClientBase;
  /** How often statements were asked for, the least recent first. */
  readonly #uses = new Map<string, number>();
  /** Names of those that are planned, the least recent first. */
  readonly #plans = new Map<string, string>();
  #lastName = 0;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** As the connection's; anything but a text goes to it as it is. */
  readonly query = ((first: unknown, parameters: unknown[] = []): unknown =>
    typeof first === "string"
      ? this.#query(first, parameters)
      : this.#client.query(first as never)) as pg.ClientBase["query"];

  async #query(sql: string, parameters: unknown[]): Promise<pg.QueryResult> {
    const text = toRepeatable(sql, parameters);
    const name = text === undefined ? undefined : await this.#planOf(text);
    if (text === undefined || name === undefined) return this.#client.query(sql, parameters);
    try {
      return await this.#client.query(`execute ${name}`);
    } catch (error) {
      if (!isPlanOutdated(error)) throw error;
      await this.#drop(text);
      return this.#client.query(sql, parameters);
    }
  }

  /** The name of the statement's plan, once it was asked for often enough. */
  async #planOf(text: string): Promise<string | undefined> {
    const known = this.#plans.get(text);
    if (known !== undefined) {
      moveToEnd(this.#plans, text, known);
      return known;
    }
    const uses = (this.#uses.get(text) ?? 0) + 1;
    moveToEnd(this.#uses, text, uses);
    const [leastRecent] = this.#uses.keys();
    if (this.#uses.size > MAX_COUNTED && leastRecent !== undefined) this.#uses.delete(leastRecent);
    if (uses < REPEATS) return undefined;
    const [oldest] = this.#plans.keys();
    if (this.#plans.size >= MAX_PLANS && oldest !== undefined) await this.#drop(oldest);
    this.#uses.delete(text);
    this.#lastName += 1;
    const name = `repeated_${this.#lastName}`;
    await this.#client.query(`prepare ${name} as ${text}`);
    this.#plans.set(text, name);
    return name;
  }

  async #drop(text: string): Promise<void> {
    const name = this.#plans.get(text);
    this.#plans.delete(text);
    if (name !== undefined) await this.#client.query(`deallocate ${name}`);
  }
}

function moveToEnd<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
}

/**
 * The statement with its values in it, as only then it has one plan for all times. They are written
 * as literals without a type, which PostgreSQL gives one in the same way as to parameters.
 */
function toRepeatable(sql: string, parameters: readonly unknown[]): string | undefined {
  if (sql.length < MIN_LENGTH || !/^\s*(select|with)\s/.test(sql)) return undefined;
  const literals = parameters.map(toLiteral);
  if (literals.includes(undefined)) return undefined;
  // Parameters, but not what looks like one in a text or name.
  const text = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g, (found, number?: string) =>
    number === undefined ? found : (literals[Number(number) - 1] ?? found),
  );
  return text.length > MAX_LENGTH ? undefined : text;
}

function toLiteral(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return ` ${pg.escapeLiteral(value)}`;
    case "number":
    case "bigint":
    case "boolean":
      return ` '${value}'`;
    default:
  }
  if (value === null) return "null";
  if (!Array.isArray(value) || value.some((item) => typeof item !== "string")) return undefined;
  return ` ${pg.escapeLiteral(encodeArray(value, (item: string) => item))}`;
}
