import { expect, test } from "vitest";
import { drawTableSvg } from "./table-svg.ts";

const look = { title: "Differences", ground: "#fff", textColor: "#000", markColor: "#ffe" };

test("draws each cell in its place, marks what differs, and cuts and escapes texts", () => {
  const svg = drawTableSvg(
    {
      head: ["Name", "run <b>"],
      rows: [
        { cells: ["lr", "0.1"], isMarked: true },
        { cells: ["note", "x".repeat(500)], isMarked: false },
      ],
    },
    look,
  );
  expect(svg).toContain("run &lt;b&gt;</text>");
  expect(svg).toMatch(/<text x="192"[^>]*>0\.1<\/text>/);
  expect(svg.match(/fill="#ffe"/g)).toHaveLength(1);
  expect(svg).not.toContain("x".repeat(30));
});
