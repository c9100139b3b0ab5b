import { JsonNumber, type JsonValue } from "../json/parse-json.ts";

/** Longitude and latitude, or x and y of a plane. */
export type Position = readonly [x: number, y: number];

export interface MapFeature {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  /** Each with its outer ring first, then its holes. */
  readonly polygons: readonly (readonly (readonly Position[])[])[];
  readonly properties: readonly (readonly [string, JsonValue])[];
}

export interface MapContent {
  readonly features: readonly MapFeature[];
  /** How many there are when they are too many to draw. */
  readonly total: number;
}

const MAX_FEATURES = 5000;
const MAX_POSITIONS = 300_000;
/** Collections in collections. */
const MAX_DEPTH = 20;

interface Builder {
  readonly points: Position[];
  readonly lines: Position[][];
  readonly polygons: Position[][][];
  positions: number;
}

/**
 * Reads GeoJSON (RFC 7946): a collection of features, a feature or a bare geometry.
 *
 * @throws Error when it is none.
 */
export function readGeojson(value: JsonValue): MapContent {
  const type = field(value, "type");
  if (typeof type !== "string") throw new Error("It has no field type.");
  const list = type === "FeatureCollection" ? listOf(field(value, "features")) : [value];
  const features: MapFeature[] = [];
  let positions = 0;
  for (const feature of list) {
    if (features.length >= MAX_FEATURES || positions > MAX_POSITIONS) break;
    const isFeature = field(feature, "type") === "Feature";
    const built: Builder = { points: [], lines: [], polygons: [], positions: 0 };
    addGeometry(isFeature ? field(feature, "geometry") : feature, built, 0);
    positions += built.positions;
    const properties = isFeature ? field(feature, "properties") : undefined;
    features.push({
      ...built,
      properties: isHolder(properties) ? Object.entries(properties) : [],
    });
  }
  if (positions === 0) throw new Error("It holds no place on a map.");
  return { features, total: list.length };
}

function addGeometry(geometry: JsonValue | undefined, to: Builder, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const coordinates = field(geometry, "coordinates");
  const line = (value: JsonValue) => readLine(value, to);
  const polygon = (value: JsonValue) => listOf(value).map(line);
  const kinds: Readonly<Record<string, () => void>> = {
    Point: () => to.points.push(...readLine([coordinates ?? null], to)),
    MultiPoint: () => to.points.push(...readLine(coordinates, to)),
    LineString: () => to.lines.push(readLine(coordinates, to)),
    MultiLineString: () => to.lines.push(...listOf(coordinates).map(line)),
    Polygon: () => to.polygons.push(polygon(coordinates ?? null)),
    MultiPolygon: () => to.polygons.push(...listOf(coordinates).map(polygon)),
    GeometryCollection: () => {
      for (const inner of listOf(field(geometry, "geometries"))) addGeometry(inner, to, depth + 1);
    },
  };
  const kind = field(geometry, "type");
  if (typeof kind === "string" && Object.hasOwn(kinds, kind)) kinds[kind]?.();
}

function readLine(value: JsonValue | undefined, to: Builder): Position[] {
  const line = listOf(value).flatMap((position): Position[] => {
    const [x, y] = listOf(position).map(numberOf);
    return x !== undefined && y !== undefined && isFinite(x) && isFinite(y) ? [[x, y]] : [];
  });
  to.positions += line.length;
  return line;
}

function numberOf(value: JsonValue): number {
  return value instanceof JsonNumber || typeof value === "number" ? Number(value) : NaN;
}

function isHolder(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JsonNumber)
  );
}

function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isHolder(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  // What is an array of JSON holds values of JSON.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
