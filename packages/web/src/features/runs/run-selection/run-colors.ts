/**
 * Twenty colours that stay apart from each other, also for people who do not see red or green, and
 * stand out on light and dark ground alike (each at least 3:1). The first are the most distinct.
 */
export const RUN_COLORS = [
  "#007824",
  "#b400fc",
  "#b484a8",
  "#006ca8",
  "#b49000",
  "#e40060",
  "#6c90f0",
  "#c00c9c",
  "#f06078",
  "#fc3ce4",
  "#c03c00",
  "#9c6078",
  "#9c48cc",
  "#8478c0",
  "#309c84",
  "#cc6c48",
  "#247860",
  "#489ccc",
  "#a85448",
  "#a87800",
] as const;

/**
 * Eighty more for when more runs are drawn at once: as far from the twenty and each other as colours
 * with the same contrast can be.
 */
const MORE_COLORS = (
  "#4854fc #00a800 #c06cfc #fc2400 #d860b4 #848478 #6c9030 #fc009c #6c6c18 #8430fc " +
  "#846cfc #0078e4 #cc3cd8 #606c84 #6060c0 #c04884 #24849c #fc6000 #90549c #0c9024 " +
  "#e400fc #b400cc #b46ccc #d84848 #786c54 #18a860 #a8906c #c03054 #8490a8 #9c600c " +
  "#5478b4 #9c84e4 #789c6c #b47878 #a854fc #7854e4 #cc6c90 #fc3078 #0090fc #d80024 " +
  "#e400c0 #608460 #d8309c #cc0078 #6078e4 #b448a8 #d87800 #009060 #907890 #3060d8 " +
  "#6c609c #a86ca8 #fc48c0 #9c6c54 #d87878 #9060c0 #d860e4 #3c9ca8 #84783c #9c24e4 " +
  "#c0606c #f0549c #cc48fc #8490cc #c06000 #f05448 #a8486c #0090d8 #fc0048 #849c00 " +
  "#b454d8 #90903c #9c6ce4 #48783c #a830b4 #608490 #487878 #d85478 #e44800 #c08448"
).split(" ");

export const ALL_COLORS: readonly string[] = [...RUN_COLORS, ...MORE_COLORS];

/** A whole number that depends on the run alone (FNV-1a, 32 bits). */
function hashOf(runId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < runId.length; i++) {
    hash = Math.imul(hash ^ runId.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** The slot that a hash picks among the twenty, or the next that is free, there and then beyond. */
function findFree(hash: number, isFree: (slot: number) => boolean): number {
  const count = RUN_COLORS.length;
  for (let step = 0; step < count; step += 1) {
    if (isFree((hash + step) % count)) return (hash + step) % count;
  }
  for (let slot = count; slot < ALL_COLORS.length; slot += 1) if (isFree(slot)) return slot;
  return hash % count;
}

/**
 * Gives runs their colours. A run's own id picks one; where two runs that are seen together pick the
 * same, the second takes the next that is free. What a run once had it keeps, so that curves do not
 * change colour as others come and go. Up to a hundred runs have a colour each; beyond, colours repeat
 * evenly.
 *
 * @example
 * const colors = new RunColors();
 * colors.assign(["4f1c", "a07b"]).get("4f1c"); // "#006ca8"
 */
export class RunColors {
  readonly #slots = new Map<string, number>();

  assign(runIds: readonly string[]): ReadonlyMap<string, string> {
    const uses = ALL_COLORS.map(() => 0);
    const colors = new Map<string, string>();
    // Those that have one already go first, and among others the order of the list does not count.
    const sorted = [...new Set(runIds)].toSorted(
      (a, b) => Number(this.#slots.has(b)) - Number(this.#slots.has(a)) || (a < b ? -1 : 1),
    );
    sorted.forEach((runId, index) => {
      const mostUses = Math.floor(index / ALL_COLORS.length);
      const isFree = (slot: number) => (uses[slot] ?? 0) <= mostUses;
      const known = this.#slots.get(runId);
      const slot = known !== undefined && isFree(known) ? known : findFree(hashOf(runId), isFree);
      uses[slot] = (uses[slot] ?? 0) + 1;
      this.#slots.set(runId, slot);
      colors.set(runId, ALL_COLORS[slot] ?? RUN_COLORS[0]);
    });
    return colors;
  }
}

/** The colours of this page, the same in every view while it is open. */
export const runColors = new RunColors();
/** Those of groups of runs, by `groupOwnerId`. */
export const groupColors = new RunColors();
