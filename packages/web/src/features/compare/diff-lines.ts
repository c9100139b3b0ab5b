export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Beyond so many differing lines a person reads the files instead. */
const MAX_DISTANCE = 1500;

/**
 * The fewest lines to remove from one text and add to make the other (E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986); undefined when the texts differ in too many.
 */
export function diffLines(before: string, after: string): DiffLine[] | undefined {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const trace = findTrace(a, b);
  return trace && walkBack(a, b, trace);
}

/** For each number of changes, how far along `a` each diagonal gets. */
function findTrace(a: readonly string[], b: readonly string[]): Map<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let changes = 0; changes <= Math.min(MAX_DISTANCE, a.length + b.length); changes += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = startOf(furthest, diagonal, changes);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
    furthest = new Map(furthest);
  }
  return undefined;
}

/** Where a diagonal begins: one down from its upper neighbour, or one right from its lower. */
function startOf(furthest: ReadonlyMap<number, number>, diagonal: number, changes: number): number {
  const lower = furthest.get(diagonal - 1) ?? -1;
  const upper = furthest.get(diagonal + 1) ?? -1;
  const isDown = diagonal === -changes || (diagonal !== changes && lower < upper);
  return isDown ? upper : lower + 1;
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const furthest = trace[changes] ?? new Map<number, number>();
    const diagonal = x - y;
    const start = startOf(furthest, diagonal, changes);
    const isDown = start === (furthest.get(diagonal + 1) ?? -1) && diagonal !== changes;
    while (x > start && y > start - diagonal && x > 0 && y > 0) {
      lines.push({ kind: "same", text: a[x - 1] ?? "" });
      x -= 1;
      y -= 1;
    }
    if (changes === 0) break;
    if (isDown) lines.push({ kind: "added", text: b[y - 1] ?? "" });
    else lines.push({ kind: "removed", text: a[x - 1] ?? "" });
    if (isDown) y -= 1;
    else x -= 1;
  }
  return lines.toReversed();
}
