import { type Column, defaultWidthOf, parseColumnId, toColumnId } from "./column.ts";

/** The chosen columns from left to right, behind the name, and how wide they are. */
export interface ColumnLayout {
  readonly columns: readonly Column[];
  /** The first of them that stay in sight, as the name does. */
  readonly pinnedCount: number;
  /** Widths that a person gave, by the columns' ids; `name` is the name's. */
  readonly widths: Readonly<Record<string, number>>;
}

export const NAME_ID = "name";
const NAME_WIDTH = 230;
export const MIN_WIDTH = 60;
export const MAX_WIDTH = 900;

/** What the address says of a layout; whatever is unsaid is chosen by the table. */
export interface LayoutSearch {
  /** Ids as a JSON list, as keys may hold any character. */
  readonly columns?: string;
  readonly pinned?: string;
  readonly widths?: string;
}

/** Keeps what is well-formed of an address. */
export function readLayoutSearch(search: Readonly<Record<string, unknown>>): LayoutSearch {
  const { columns, pinned, widths } = search;
  return {
    ...(typeof columns === "string" && parseColumns(columns) && { columns }),
    ...(typeof pinned === "string" && /^\d{1,3}$/.test(pinned) && { pinned }),
    ...(typeof widths === "string" && parseWidths(widths) && { widths }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseColumns(text: string): Column[] | undefined {
  const ids = parseJson(text);
  if (!Array.isArray(ids)) return undefined;
  return [...new Set(ids)].flatMap((id) => (typeof id === "string" && parseColumnId(id)) || []);
}

function parseWidths(text: string): Record<string, number> | undefined {
  const widths = parseJson(text);
  if (typeof widths !== "object" || widths === null || Array.isArray(widths)) return undefined;
  return Object.fromEntries(
    Object.entries(widths).flatMap(([id, width]) =>
      typeof width === "number" ? [[id, clampWidth(width)] as const] : [],
    ),
  );
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

/** The layout of an address; its columns are `chosen` by the table where the address has none. */
export function toLayout(search: LayoutSearch, chosen: readonly Column[]): ColumnLayout {
  return {
    columns: (search.columns && parseColumns(search.columns)) || chosen,
    pinnedCount: Number(search.pinned ?? 0),
    widths: (search.widths && parseWidths(search.widths)) || {},
  };
}

/** A layout as the address keeps it. */
export function toLayoutSearch({ columns, pinnedCount, widths }: ColumnLayout): LayoutSearch {
  return {
    ...(columns.length > 0 && { columns: toColumnsSearch(columns) }),
    ...(pinnedCount > 0 && { pinned: String(pinnedCount) }),
    ...(Object.keys(widths).length > 0 && { widths: JSON.stringify(widths) }),
  };
}

export function toColumnsSearch(columns: readonly Column[]): string {
  return JSON.stringify(columns.map(toColumnId));
}

/** Moves the column at one place to another. */
export function moveColumn(columns: readonly Column[], from: number, to: number): Column[] {
  const moved = [...columns];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}

/** A column with its place, in pixels from the left of all columns. */
export interface PlacedColumn {
  readonly id: string;
  readonly column: Column;
  readonly index: number;
  readonly left: number;
  readonly width: number;
  readonly isPinned: boolean;
}

/** What stays in sight leaves at least so much of the table's width to what is scrolled. */
const MOST_OF_NAME = 0.45;
const MOST_OF_PINNED = 0.7;
const WIDTH_OF_SPREAD = 144;

/**
 * Where each column stands, and how wide all are with the name. In a view that is narrow, such as a
 * phone's, the name gets narrower and columns that would fill it do not stay.
 */
export function placeColumns(layout: ColumnLayout, viewWidth = Infinity, isGrouped = false) {
  const mostOfName = Math.max(MIN_WIDTH, Math.floor(viewWidth * MOST_OF_NAME));
  const nameWidth = Math.min(layout.widths[NAME_ID] ?? NAME_WIDTH, mostOfName);
  let left = nameWidth;
  let staysPinned = true;
  const placed = layout.columns.map((column, index): PlacedColumn => {
    // A group's mean stands there with its deviation.
    const least = isGrouped && column.kind === "metric" ? WIDTH_OF_SPREAD : 0;
    const width = layout.widths[toColumnId(column)] ?? Math.max(least, defaultWidthOf(column));
    staysPinned &&= index < layout.pinnedCount && left + width <= viewWidth * MOST_OF_PINNED;
    const place = { id: toColumnId(column), column, index, left, width, isPinned: staysPinned };
    left += width;
    return place;
  });
  return { placed, nameWidth, totalWidth: left };
}

/** The columns that are drawn: pinned ones, and those between two pixels, with a margin. */
export function columnsInSight(
  placed: readonly PlacedColumn[],
  scrollLeft: number,
  viewWidth: number,
  margin = 1200,
): readonly PlacedColumn[] {
  return placed.filter(
    ({ left, width, isPinned }) =>
      isPinned || (left + width > scrollLeft - margin && left < scrollLeft + viewWidth + margin),
  );
}

/** Columns are asked for in blocks, so that a scroll to the next one asks for nothing. */
const ASKED_TOGETHER = 12;

/** The columns whose values are asked for: those that are drawn, in whole blocks. */
export function columnsToAsk(
  placed: readonly PlacedColumn[],
  scrollLeft: number,
  viewWidth: number,
): readonly PlacedColumn[] {
  const seen = columnsInSight(placed, scrollLeft, viewWidth);
  const blocks = new Set(seen.map(({ index }) => Math.floor(index / ASKED_TOGETHER)));
  return placed.filter(({ index }) => blocks.has(Math.floor(index / ASKED_TOGETHER)));
}
