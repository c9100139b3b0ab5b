/** One metric's points as columns: half the memory of rows, and quick to scan. */
export class Columns {
  steps = new Float64Array(16);
  times = new Float64Array(16);
  /** NaN where the point is that; infinities are the largest doubles, as they are stored. */
  values = new Float64Array(16);
  length = 0;

  push(step: number, time: number, value: number): void {
    if (this.length === this.steps.length) this.#resize(this.length * 2);
    this.steps[this.length] = step;
    this.times[this.length] = time;
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Puts the points into MLflow's order: by step, then time, then value. */
  sort(): void {
    if (this.#isSorted()) return;
    const order = Array.from({ length: this.length }, (_, index) => index);
    order.sort((a, b) => this.#compare(a, b));
    this.steps = permute(this.steps, order);
    this.times = permute(this.times, order);
    this.values = permute(this.values, order);
  }

  #isSorted(): boolean {
    for (let index = 1; index < this.length; index += 1) {
      if (this.#compare(index - 1, index) > 0) return false;
    }
    return true;
  }

  #compare(a: number, b: number): number {
    return (
      at(this.steps, a) - at(this.steps, b) ||
      at(this.times, a) - at(this.times, b) ||
      at(this.values, a) - at(this.values, b) ||
      0
    );
  }

  #resize(capacity: number): void {
    this.steps = widen(this.steps, capacity);
    this.times = widen(this.times, capacity);
    this.values = widen(this.values, capacity);
  }
}

/** An item whose index is known to lie within. */
export function at(column: Float64Array, index: number): number {
  return column[index] ?? NaN;
}

export function permute(column: Float64Array, order: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from(order, (index) => at(column, index));
}

function widen(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(capacity);
  wider.set(column);
  return wider;
}
