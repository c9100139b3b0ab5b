export interface GridAxis {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The least corner of each cell, and the value at its middle. */
export interface Grid {
  readonly x: GridAxis;
  readonly y: GridAxis;
  readonly cells: readonly Point[];
}

/**
 * Values between points, on a grid of so many cells a side: the mean of all points, each weighted
 * by the inverse square of its distance, both axes counted from 0 to 1. (D. Shepard, "A
 * two-dimensional interpolation function for irregularly-spaced data", 1968.)
 */
export function interpolateGrid(points: readonly Point[], cellsASide: number): Grid {
  const x = axisOf(
    points.map((point) => point.x),
    cellsASide,
  );
  const y = axisOf(
    points.map((point) => point.y),
    cellsASide,
  );
  const cells: Point[] = [];
  for (let column = 0; column < cellsASide; column += 1) {
    for (let row = 0; row < cellsASide; row += 1) {
      const corner = { x: x.min + column * x.step, y: y.min + row * y.step };
      const middle = { x: corner.x + x.step / 2, y: corner.y + y.step / 2 };
      cells.push({ ...corner, z: valueAt(points, middle, x.max - x.min, y.max - y.min) });
    }
  }
  return { x, y, cells };
}

function axisOf(values: readonly number[], cells: number): GridAxis {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(min)) return { min: 0, max: 1, step: 1 / cells };
  if (min === max) return { min: min - 0.5, max: max + 0.5, step: 1 / cells };
  return { min, max, step: (max - min) / cells };
}

function valueAt(
  points: readonly Point[],
  at: { readonly x: number; readonly y: number },
  width: number,
  height: number,
): number {
  let sum = 0;
  let weights = 0;
  for (const { x, y, z } of points) {
    const distance = ((x - at.x) / width) ** 2 + ((y - at.y) / height) ** 2;
    if (distance === 0) return z;
    sum += z / distance;
    weights += 1 / distance;
  }
  return sum / weights;
}
