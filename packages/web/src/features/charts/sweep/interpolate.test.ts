import { expect, test } from "vitest";
import { interpolateGrid } from "./interpolate.ts";

test("is near each point what that point is, and between two of them their mean", () => {
  const points = [
    { x: 0, y: 0, z: 1 },
    { x: 10, y: 0, z: 3 },
    { x: 0, y: 1, z: 1 },
    { x: 10, y: 1, z: 3 },
  ];
  const { x, cells } = interpolateGrid(points, 11);
  expect(x).toEqual({ min: 0, max: 10, step: 10 / 11 });
  expect(cells).toHaveLength(121);
  expect(cells[0]?.z).toBeCloseTo(1, 1);
  expect(cells.at(-1)?.z).toBeCloseTo(3, 1);
  const middle = cells[5 * 11 + 5];
  expect(middle?.z).toBeCloseTo(2);
});

test("stands a single point, and none", () => {
  expect(interpolateGrid([{ x: 2, y: 2, z: 7 }], 3).cells.every(({ z }) => z === 7)).toBe(true);
  expect(interpolateGrid([], 2).x).toEqual({ min: 0, max: 1, step: 0.5 });
});
