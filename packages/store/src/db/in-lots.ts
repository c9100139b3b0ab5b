/** Databases bind some ten thousand values to a statement at most. */
const MAX_ROWS = 1000;

/**
 * Hands rows to `insert` in lots that fit into one statement.
 *
 * @example
 * await inLots(rows, (lot) => queries.insertInto("tags").values(lot).execute());
 */
export async function inLots<Row>(
  rows: readonly Row[],
  insert: (lot: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    await insert(rows.slice(from, from + MAX_ROWS));
  }
}
