import { expect, test } from "vitest";
import { readGeojson } from "./read-geojson.ts";

const ring = [
  [0, 0],
  [4, 0],
  [4, 2],
  [0, 0],
];

test("reads every kind of geometry, with the properties of its feature", () => {
  const { features, total } = readGeojson({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        properties: { name: "a", count: 3 },
        geometry: { type: "Polygon", coordinates: [ring, ring] },
      },
      {
        type: "Feature",
        properties: null,
        geometry: {
          type: "GeometryCollection",
          geometries: [
            { type: "Point", coordinates: [1, 2, 30] },
            { type: "MultiLineString", coordinates: [ring, ring] },
          ],
        },
      },
    ],
  });
  expect(total).toBe(2);
  expect(features[0]?.polygons[0]).toEqual([ring, ring]);
  expect(features[0]?.properties).toEqual([
    ["name", "a"],
    ["count", 3],
  ]);
  expect(features[1]).toMatchObject({ points: [[1, 2]], lines: [ring, ring], properties: [] });
});

test("reads a bare geometry, and leaves out positions that are none", () => {
  const { features } = readGeojson({
    type: "LineString",
    coordinates: [[1, 2], ["x", 1], null, [3], [5, 6]],
  });
  expect(features[0]?.lines).toEqual([
    [
      [1, 2],
      [5, 6],
    ],
  ]);
});

test.each([
  [{}],
  [[]],
  [{ type: "FeatureCollection", features: [] }],
  [{ type: "Feature", geometry: null }],
  [{ type: "constructor", coordinates: [1, 2] }],
])("says of %j that it is none", (value) => {
  expect(() => readGeojson(value)).toThrow("It h");
});
