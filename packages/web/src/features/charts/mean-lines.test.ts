import { expect, test } from "vitest";
import type { ChartLine } from "../../components/chart-line.ts";
import { meanLines } from "./mean-lines.ts";

const line = (id: string, xs: number[], ys: number[]): ChartLine => ({
  id,
  name: id,
  color: "red",
  xs,
  ys,
});

const group = (name: string, runIds: string[]) => ({
  ownerId: `group ${name}`,
  name,
  color: "blue",
  runIds,
});

test("draws a group's mean with one standard deviation on either side", () => {
  const lines = [line("a loss", [0, 1], [1, 2]), line("b loss", [0, 1], [3, 6])];
  const [mean] = meanLines(lines, [group("lr=1", ["a", "b"])], "deviation");
  expect(mean).toMatchObject({ name: "lr=1", color: "blue", xs: [0, 1], ys: [2, 4] });
  expect(mean?.band?.high[0]).toBeCloseTo(2 + Math.SQRT2);
  expect(mean?.band?.low[1]).toBeCloseTo(4 - Math.sqrt(8));
});

test("interpolates between points, and leaves a run out beyond its end", () => {
  const lines = [line("a loss", [0, 2], [0, 2]), line("b loss", [0, 1], [0, 3])];
  const [mean] = meanLines(lines, [group("all", ["a", "b"])], "deviation");
  expect(mean).toMatchObject({ xs: [0, 1, 2], ys: [0, 2, 2] });
});

test("keeps metrics and groups apart", () => {
  const lines = [line("a x y", [0], [1]), line("a z", [0], [2]), line("b z", [0], [4])];
  const groups = ["a", "b"].map((name) => group(name, [name]));
  expect(meanLines(lines, groups, "deviation").map(({ name, ys }) => [name, ...ys])).toEqual([
    ["a · x y", 1],
    ["a · z", 2],
    ["b", 4],
  ]);
});

test("reaches from the smallest to the largest value, also between the positions of a grid", () => {
  const xs = Array.from({ length: 5000 }, (_, index) => index);
  const spiky = xs.map((x) => (x === 2468 ? 99 : 1));
  const lines = [
    line("a loss", xs, spiky),
    line(
      "b loss",
      xs,
      xs.map(() => 2),
    ),
  ];
  const [mean] = meanLines(lines, [group("all", ["a", "b"])], "extremes");
  expect(mean?.xs).toHaveLength(400);
  expect(Math.max(...(mean?.band?.high ?? []))).toBe(99);
  expect(Math.min(...(mean?.band?.low ?? []))).toBe(1);
});
