import { expect, test } from "vitest";
import { choosePoints } from "./choose-points.ts";
import { Columns } from "./columns.ts";
import { CHUNK, decodeDoubles, decodeSummary, encodeChunk } from "./kept-chunk.ts";
import { KeptLine, type Stretch } from "./kept-line.ts";
import { summarize } from "./summarize.ts";
import { createRandom } from "./testing/random.ts";

const COUNT = 2 * CHUNK + 12_345;
const SHAPES = [
  { name: "every third step", distance: () => 3 },
  { name: "some steps twice, some left out", distance: (random: number) => Math.floor(random * 4) },
  { name: "steps hundreds apart", distance: (random: number) => Math.floor(random * 900) },
  { name: "steps far apart", distance: (random: number) => Math.floor(random * 1e7) },
  { name: "one step", distance: () => 0 },
];

test.each(SHAPES)("a chart from summaries is that of all points: $name", ({ distance }) => {
  const seed = 7;
  const random = createRandom(seed);
  const all = new Columns();
  for (let index = 0, step = -5; index < COUNT; index += 1) {
    const value = index % 9_000 === 17 ? NaN : index === 70_000 ? Number.MAX_VALUE : random();
    all.push(step, index, value);
    step += distance(random());
  }
  const chunks = [0, CHUNK].map((start) => encodeChunk(all, start, start + CHUNK));
  const tail = new Columns();
  for (let index = 2 * CHUNK; index < COUNT; index += 1) {
    tail.push(all.steps[index] ?? 0, all.times[index] ?? 0, all.values[index] ?? 0);
  }
  const line = new KeptLine(
    chunks.map(({ summary }) => decodeSummary(summary)),
    tail,
  );
  expect(line.summarize(), `seed ${seed}`).toEqual(summarize(all));

  const [xs, ys] = [all.steps.subarray(0, COUNT), all.values.subarray(0, COUNT)];
  const stepOf = (place: number) => xs[Math.floor(place * (COUNT - 1))] ?? 0;
  const ranges = [
    [-Infinity, Infinity],
    [stepOf(0.1), stepOf(0.7)],
    [stepOf(0.4), stepOf(0.401)],
    [stepOf(0.9), Infinity],
    [-100, -50],
  ] as const;
  for (const [start, end] of ranges) {
    for (const buckets of [1, 37, 500]) {
      const expected = choosePoints(xs, ys, { start, end }, buckets);
      const { needed, choose } = line.outline({ start, end }, buckets);
      const read = ({ chunk, ...place }: Stretch) => [
        ...decodeDoubles(chunks[chunk]?.values ?? new Uint8Array()).subarray(
          place.start,
          place.end,
        ),
      ];
      const { line: own, choice } = choose(Float64Array.from(needed.flatMap(read)));
      const which = `seed ${seed}, ${start} to ${end}, ${buckets} buckets`;
      expect(choice.countInRange, which).toBe(expected.countInRange);
      expect(choice.isSampled, which).toBe(expected.isSampled);
      const points = (x: Float64Array, y: Float64Array, indices: readonly number[]) =>
        indices.map((index) => [x[index], y[index]]);
      expect(points(own.xs, own.ys, choice.indices), which).toEqual(
        points(xs, ys, expected.indices),
      );
    }
  }
});
