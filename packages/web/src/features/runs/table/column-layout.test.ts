import { expect, test } from "vitest";
import type { Column } from "./column.ts";
import {
  columnsInSight,
  columnsToAsk,
  moveColumn,
  placeColumns,
  readLayoutSearch,
  toColumnsSearch,
  toLayout,
} from "./column-layout.ts";

const params = (count: number): Column[] =>
  Array.from({ length: count }, (_, i) => ({ kind: "param", key: `p${i}` }));

test("stands in the address and is read from it again", () => {
  const columns = params(3);
  const search = readLayoutSearch({
    columns: toColumnsSearch(columns),
    pinned: "1",
    widths: '{"name":300,"param:p0":5}',
    other: "x",
  });
  const layout = toLayout(search, []);
  expect(layout).toEqual({ columns, pinnedCount: 1, widths: { name: 300, "param:p0": 60 } });
});

test("takes the table's choice where the address says nothing", () => {
  expect(toLayout({}, params(2)).columns).toEqual(params(2));
});

test("passes over what is no layout", () => {
  expect(readLayoutSearch({ columns: "nonsense", pinned: "-1", widths: "[]" })).toEqual({});
  expect(toLayout({ columns: '["param:a", 7, "odd", "param:a"]' }, []).columns).toEqual([
    { kind: "param", key: "a" },
  ]);
});

test("moves a column to either side", () => {
  const keys = (columns: readonly Column[]) => columns.map(({ key }) => key);
  expect(keys(moveColumn(params(4), 0, 2))).toEqual(["p1", "p2", "p0", "p3"]);
  expect(keys(moveColumn(params(4), 3, 0))).toEqual(["p3", "p0", "p1", "p2"]);
});

test("draws the columns in sight and the pinned ones, of thousands", () => {
  const layout = { ...toLayout({}, params(5000)), pinnedCount: 2 };
  const { placed, totalWidth } = placeColumns(layout);
  const last = placed.at(-1);
  expect((last?.left ?? 0) + (last?.width ?? 0)).toBe(totalWidth);
  const seen = columnsInSight(placed, 100_000, 1000);
  expect(seen.slice(0, 2).map(({ index }) => index)).toEqual([0, 1]);
  expect(seen.length).toBeLessThan(60);
  for (const { left, width } of seen.slice(2)) {
    expect(left + width).toBeGreaterThan(98_000);
    expect(left).toBeLessThan(103_000);
  }
});

test("asks for the columns in sight, in blocks that stay the same for a short scroll", () => {
  const { placed } = placeColumns({ ...toLayout({}, params(10_000)), pinnedCount: 1 });
  const far = columnsToAsk(placed, 500_000, 1000);
  expect(far.length).toBeLessThan(80);
  expect(far[0]?.index).toBe(0);
  expect(columnsToAsk(placed, 500_010, 1000)).toEqual(far);
});

test("leaves room beside the name on a phone, whatever was pinned", () => {
  const layout = { ...toLayout({ widths: '{"name":400}' }, params(9)), pinnedCount: 3 };
  const { nameWidth, placed } = placeColumns(layout, 360);
  expect(nameWidth).toBe(162);
  expect(placed.map(({ isPinned }) => isPinned).slice(0, 3)).toEqual([true, false, false]);
  expect(placeColumns(layout, 1400).nameWidth).toBe(400);
});
