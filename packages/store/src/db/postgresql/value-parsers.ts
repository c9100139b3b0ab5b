import pg from "pg";

/** The numbers of PostgreSQL's types: `select oid, typname from pg_type`. */
const BOOL = 16;
const INT8 = 20;
const NUMERIC = 1700;

/** How columns become values. */
export const VALUE_PARSERS = new pg.TypeOverrides();

// As SQLite answers them, so that one type of a row serves both.
VALUE_PARSERS.setTypeParser(BOOL, (text: string) => (text === "t" ? 1 : 0));
// A number where it fits into one, else exact.
VALUE_PARSERS.setTypeParser(INT8, (text: string) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
});
VALUE_PARSERS.setTypeParser(NUMERIC, Number);
