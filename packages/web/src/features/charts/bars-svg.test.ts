import { expect, test } from "vitest";
import { drawBarsSvg } from "./bars-svg.ts";

test("draws a bar for each value, as long as its part, and escapes names", () => {
  const bars = [
    { label: "<a>", part: 1, text: "7", color: "#111111" },
    { label: "b", part: 0.5, text: "3.5", color: "#222222" },
  ];
  const svg = drawBarsSvg(bars, { title: "A & B", ground: "#fff", textColor: "#000" });
  expect(svg).toContain("A &amp; B");
  expect(svg).toContain("&lt;a&gt;");
  const widths = [...svg.matchAll(/width="(\d+)" height="13"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([380, 190]);
});
