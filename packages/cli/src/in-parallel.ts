/**
 * Does a work for each item, some of them at the same time, begun in their order. The first failure
 * ends it.
 *
 * @example
 * await inParallel(4, files, (file) => upload(file));
 */
export async function inParallel<T>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
