/** Lets the charts of a page show the same position under the pointer. */
export class ChartLink {
  readonly #listeners = new Set<(x: number | undefined, source: unknown) => void>();

  /** Calls back with each position until the answer is called. */
  listen(listener: (x: number | undefined, source: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells all charts; `source` is how the one that tells knows itself. */
  point(x: number | undefined, source: unknown): void {
    for (const listener of this.#listeners) listener(x, source);
  }
}
