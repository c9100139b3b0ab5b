import * as tf from "@tensorflow/tfjs";

export const CLASSES = 10;
export const PIXELS = 10;

/** Which strokes of a seven-segment display are lit for each digit. */
const LIT = "abcdef bc abdeg abcdg bcfg acdfg acdefg abc abcdefg abcdfg".split(" ");

/** Where the strokes lie in 8x6 pixels: the first and last row, the first and last column. */
const STROKES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  a: [0, 0, 1, 4],
  b: [1, 3, 5, 5],
  c: [4, 6, 5, 5],
  d: [7, 7, 1, 4],
  e: [4, 6, 0, 0],
  f: [1, 3, 0, 0],
  g: [4, 4, 1, 4],
};

export interface Digits {
  /** [count, 10, 10] */
  readonly images: tf.Tensor3D;
  /** [count], which digit each is. */
  readonly labels: readonly number[];
}

/** Draws noisy digits at shifting places, the same ones for the same seed. */
export function drawDigits(count: number, noise: number, seed: number): Digits {
  const random = createRandom(seed);
  const choose = (choices: number) => Math.floor(random() * choices);
  const pixels = Float32Array.from(
    tf.randomNormal([count * PIXELS ** 2], 0, noise, "float32", seed).dataSync(),
  );
  const labels = Array.from({ length: count }, () => choose(CLASSES));
  for (const [number, label] of labels.entries()) {
    const [top, left] = [choose(3), choose(5)];
    for (const stroke of LIT[label] ?? "") {
      const [firstRow, lastRow, firstColumn, lastColumn] = STROKES[stroke] ?? [0, -1, 0, -1];
      for (let row = firstRow; row <= lastRow; row += 1) {
        for (let column = firstColumn; column <= lastColumn; column += 1) {
          const pixel = (number * PIXELS + top + row) * PIXELS + left + column;
          pixels[pixel] = (pixels[pixel] ?? 0) + 1;
        }
      }
    }
  }
  return { images: tf.tensor3d(pixels, [count, PIXELS, PIXELS]), labels };
}

/** Numbers from 0 to 1 that follow from a seed: https://gist.github.com/tommyettinger (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
