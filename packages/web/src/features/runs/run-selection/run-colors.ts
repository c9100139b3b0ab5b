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

/** A whole number that depends on the run alone (FNV-1a, 32 bits). */
function hashOf(runId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < runId.length; i++) {
    hash = Math.imul(hash ^ runId.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Gives runs their colours. A run's own id picks one; where two runs that are seen together pick the
 * same, the second takes the next that is free. What a run once had it keeps, so that curves do not
 * change colour as others come and go. With more runs than colours, colours repeat evenly.
 *
 * @example
 * const colors = new RunColors();
 * colors.assign(["4f1c", "a07b"]).get("4f1c"); // "#006ca8"
 */
export class RunColors {
  readonly #slots = new Map<string, number>();

  assign(runIds: readonly string[]): ReadonlyMap<string, string> {
    const uses = Array.from(RUN_COLORS, () => 0);
    const colors = new Map<string, string>();
    // Those that have one already go first, and among others the order of the list does not count.
    const sorted = [...new Set(runIds)].toSorted(
      (a, b) => Number(this.#slots.has(b)) - Number(this.#slots.has(a)) || (a < b ? -1 : 1),
    );
    sorted.forEach((runId, index) => {
      const mostUses = Math.floor(index / RUN_COLORS.length);
      let slot = this.#slots.get(runId) ?? hashOf(runId) % RUN_COLORS.length;
      while ((uses[slot] ?? 0) > mostUses) slot = (slot + 1) % RUN_COLORS.length;
      uses[slot] = (uses[slot] ?? 0) + 1;
      this.#slots.set(runId, slot);
      colors.set(runId, RUN_COLORS[slot] ?? RUN_COLORS[0]);
    });
    return colors;
  }
}

/** The colours of this page, the same in every view while it is open. */
export const runColors = new RunColors();
