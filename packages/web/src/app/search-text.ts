/**
 * The query of an address as plain texts. The router's own way would read `?searchFilter=1` as a
 * number and write texts in quotation marks, unlike MLflow's addresses.
 */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string") query.set(name, value);
  }
  return query.size === 0 ? "" : `?${query}`;
}
