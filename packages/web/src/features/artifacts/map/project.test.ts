import { expect, test } from "vitest";
import { drawMap, zoomExtent } from "./project.ts";
import { readGeojson } from "./read-geojson.ts";

const draw = (...coordinates: number[][]) =>
  drawMap(readGeojson({ type: "LineString", coordinates }));

test("draws north above and keeps the proportions of the place's latitude", () => {
  const { features, extent } = draw([0, 59], [2, 61]);
  // Two degrees of longitude are half as long as two of latitude at 60 degrees.
  expect(features[0]?.lines).toBe(
    "M0.00,1000.00L1000.00,0.00".replace("1000.00,0.00", "500.00,0.00"),
  );
  expect(extent.width / extent.height).toBeCloseTo(620 / 1120);
});

test("finds the place in the file's own numbers again", () => {
  const [x, y] = draw([10, 59], [12, 61]).positionAt(500, 0);
  expect(x).toBeCloseTo(12);
  expect(y).toBeCloseTo(61);
});

test("takes numbers that are no degrees as those of a plane", () => {
  expect(draw([500_000, 4_000_000], [501_000, 4_001_000]).features[0]?.lines).toBe(
    "M0.00,1000.00L1000.00,0.00",
  );
});

test("draws a single place, and zooms around a point", () => {
  const { extent } = drawMap(readGeojson({ type: "Point", coordinates: [7, 50] }));
  expect(extent).toEqual({ x: -60, y: -60, width: 120, height: 120 });
  expect(zoomExtent(extent, 2, [-60, -60])).toEqual({ x: -60, y: -60, width: 60, height: 60 });
  expect(zoomExtent(extent, 2)).toEqual({ x: -30, y: -30, width: 60, height: 60 });
});
