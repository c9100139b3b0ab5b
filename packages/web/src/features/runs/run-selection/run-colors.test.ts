import { expect, test } from "vitest";
import { ALL_COLORS, RunColors } from "./run-colors.ts";

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => (index * 2_654_435_761).toString(16));

test.each([20, 50, 100])("gives every run of %i a colour of its own", (count) => {
  expect(new Set(new RunColors().assign(ids(count)).values()).size).toBe(count);
});

test("takes the most distinct colours before others", () => {
  const first = new Set(ALL_COLORS.slice(0, 20));
  for (const color of new RunColors().assign(ids(20)).values()) expect(first).toContain(color);
});

test("gives the same runs the same colours, whatever their order", () => {
  const forwards = new RunColors().assign(ids(20));
  const backwards = new RunColors().assign(ids(20).toReversed());
  expect(new Map(backwards)).toEqual(new Map(forwards));
});

test("lets a run keep its colour as others come", () => {
  const colors = new RunColors();
  const before = colors.assign(ids(5));
  const after = colors.assign([...ids(20)].toReversed());
  for (const [id, color] of before) expect(after.get(id)).toBe(color);
});

test("repeats colours evenly when there are more runs", () => {
  const counts = new Map<string, number>();
  for (const color of new RunColors().assign(ids(250)).values()) {
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  expect(counts.size).toBe(ALL_COLORS.length);
  expect(Math.max(...counts.values())).toBe(3);
});

test("stands out on light and on dark ground", () => {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const color of ALL_COLORS) {
    expect(contrast(color, "#ffffff"), color).toBeGreaterThanOrEqual(3);
    expect(contrast(color, "#191c20"), color).toBeGreaterThanOrEqual(3);
  }
});
