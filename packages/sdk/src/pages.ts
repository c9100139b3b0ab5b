/** One answer of a search, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

const PAGE = 1000;

/** Everything that a search finds, through all its pages, up to a number of results. */
export async function readPages<Item>(
  maxResults: number | undefined,
  read: (maxResults: number, token: string | undefined) => Promise<Page<Item>>,
  pageSize: number = PAGE,
): Promise<Item[]> {
  const found: Item[] = [];
  const limit = maxResults ?? Infinity;
  let token: string | undefined;
  do {
    const page = await read(Math.min(limit - found.length, pageSize), token);
    for (const item of page.items) found.push(item);
    token = page.next === "" ? undefined : page.next;
  } while (token !== undefined && found.length < limit);
  return found;
}
