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

test("draws a group's mean with one standard deviation on either side", () => {
  const lines = [line("a loss", [0, 1], [1, 2]), line("b loss", [0, 1], [3, 6])];
  const [mean] = meanLines(lines, [{ name: "lr=1", color: "blue", runIds: ["a", "b"] }]);
  expect(mean).toMatchObject({ name: "lr=1", color: "blue", xs: [0, 1], ys: [2, 4] });
  expect(mean?.band?.high[0]).toBeCloseTo(2 + Math.SQRT2);
  expect(mean?.band?.low[1]).toBeCloseTo(4 - Math.sqrt(8));
});

test("interpolates between points, and leaves a run out beyond its end", () => {
  const lines = [line("a loss", [0, 2], [0, 2]), line("b loss", [0, 1], [0, 3])];
  const [mean] = meanLines(lines, [{ name: "all", color: "blue", runIds: ["a", "b"] }]);
  expect(mean).toMatchObject({ xs: [0, 1, 2], ys: [0, 2, 2] });
});

test("keeps metrics and groups apart", () => {
  const lines = [line("a x y", [0], [1]), line("a z", [0], [2]), line("b z", [0], [4])];
  const groups = ["a", "b"].map((name) => ({ name, color: "blue", runIds: [name] }));
  expect(meanLines(lines, groups).map(({ name, ys }) => [name, ...ys])).toEqual([
    ["a · x y", 1],
    ["a · z", 2],
    ["b", 4],
  ]);
});
