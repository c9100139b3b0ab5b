/** So many requests at once that the server's group commit has work, and no more. */
const AT_ONCE = 8;

/** Does something to each run, a few at a time; the first failure ends it. */
export async function forEachRun(
  runIds: readonly string[],
  act: (runId: string) => Promise<unknown>,
): Promise<void> {
  const waiting = [...runIds];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await act(id);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
