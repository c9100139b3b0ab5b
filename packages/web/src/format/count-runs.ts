/** A number of runs in words. */
export function countRuns(count: number): string {
  return count === 1 ? "1 run" : `${count.toLocaleString("en")} runs`;
}
