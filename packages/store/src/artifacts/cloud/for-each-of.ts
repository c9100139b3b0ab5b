/** At most so many requests of one go on together. */
const AT_ONCE = 16;

/** Does something for each item, some at a time, and stops at the first failure. */
export async function forEachOf<T>(
  items: readonly T[],
  action: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const work = async () => {
    for (const item of rest) await action(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
