import type { MapContent, MapFeature, Position } from "./read-geojson.ts";

/** A part of the plane: its left upper corner, and how much it spans. */
export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnFeature {
  /** Of areas and lines, as SVG has it; and the points as lines without length. */
  readonly areas: string;
  readonly lines: string;
  readonly points: string;
}

export interface DrawnMap {
  readonly features: readonly DrawnFeature[];
  readonly extent: Extent;
  /** What stands at a place of the drawing, in the file's own numbers. */
  readonly positionAt: (x: number, y: number) => Position;
}

/** What a drawing spans at most, so that browsers keep enough digits. */
const SIZE = 1000;
const MARGIN = 0.06;

/**
 * Lays longitude and latitude flat so that shapes in the middle keep their proportions
 * (equirectangular), with numbers that are no degrees as a plane's.
 */
export function drawMap({ features }: MapContent): DrawnMap {
  const bounds = boundsOf(features);
  const isDegrees = Math.abs(bounds.minY) <= 90 && Math.abs(bounds.maxY) <= 90;
  const middle = (bounds.minY + bounds.maxY) / 2;
  const squeeze = isDegrees ? Math.max(0.05, Math.cos((middle * Math.PI) / 180)) : 1;
  const spanX = (bounds.maxX - bounds.minX) * squeeze;
  const spanY = bounds.maxY - bounds.minY;
  const scale = SIZE / (Math.max(spanX, spanY) || 0.01);
  const place = ([x, y]: Position) =>
    `${((x - bounds.minX) * squeeze * scale).toFixed(2)},${((bounds.maxY - y) * scale).toFixed(2)}`;
  const path = (line: readonly Position[]) =>
    line.length === 0 ? "" : `M${line.map(place).join("L")}`;
  const margin = MARGIN * SIZE;
  return {
    features: features.map(({ points, lines, polygons }) => ({
      areas: polygons.flatMap((rings) => rings.map((ring) => `${path(ring)}Z`)).join(""),
      lines: lines.map(path).join(""),
      points: points.map((point) => `M${place(point)}h0`).join(""),
    })),
    extent: {
      x: -margin,
      y: -margin,
      width: spanX * scale + 2 * margin,
      height: spanY * scale + 2 * margin,
    },
    positionAt: (x, y) => [x / scale / squeeze + bounds.minX, bounds.maxY - y / scale],
  };
}

function boundsOf(features: readonly MapFeature[]) {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const { points, lines, polygons } of features) {
    for (const line of [points, ...lines, ...polygons.flat()]) {
      for (const [x, y] of line) {
        bounds.minX = Math.min(bounds.minX, x);
        bounds.maxX = Math.max(bounds.maxX, x);
        bounds.minY = Math.min(bounds.minY, y);
        bounds.maxY = Math.max(bounds.maxY, y);
      }
    }
  }
  return bounds;
}

/** An extent seen from closer (`factor` above 1) or further off, around a point that stays. */
export function zoomExtent(extent: Extent, factor: number, center?: Position): Extent {
  const [x, y] = center ?? [extent.x + extent.width / 2, extent.y + extent.height / 2];
  return {
    x: x - (x - extent.x) / factor,
    y: y - (y - extent.y) / factor,
    width: extent.width / factor,
    height: extent.height / factor,
  };
}
