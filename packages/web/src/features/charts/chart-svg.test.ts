import { expect, test } from "vitest";
import { chooseTicks, drawSvg } from "./chart-svg.ts";

const look = {
  title: "loss <of> a & b",
  width: 600,
  height: 300,
  isLogX: false,
  isLogY: false,
  zoom: undefined,
  formatX: String,
  colors: { ground: "#fff", text: "#000", grid: "#ccc" },
  colorOf: () => "#123456",
};

test("draws a line with its title and name as an SVG, breaking it at NaN", () => {
  const ys = [1, 2, NaN, 4, 5];
  const svg = drawSvg([{ id: "a", name: 'run "1"', color: "", xs: [0, 1, 2, 3, 4], ys }], look);
  expect(svg).toContain("loss &lt;of&gt; a &amp; b");
  expect(svg).toContain("run &quot;1&quot;");
  const path = /<path d="(M[^"]*L[^"]*)" fill="none" stroke="#123456"/.exec(svg)?.[1];
  expect(path?.match(/M/g)).toHaveLength(2);
  expect(path?.match(/L/g)).toHaveLength(2);
});

test("chooses round values for an axis", () => {
  expect(chooseTicks({ min: 0, max: 10 }, false)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(chooseTicks({ min: 0.93, max: 0.95 }, false)).toEqual([0.93, 0.935, 0.94, 0.945, 0.95]);
  expect(chooseTicks({ min: 0.05, max: 2000 }, true)).toEqual([0.1, 1, 10, 100, 1000]);
});
