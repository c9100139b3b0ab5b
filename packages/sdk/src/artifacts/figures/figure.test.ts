import { createServer } from "node:http";
import { expect, test } from "vitest";
import { drawFigure, type Figure } from "./figure.ts";

const values = [
  { digit: "one", count: 28 },
  { digit: "two", count: 55 },
];
const VEGA_LITE = {
  data: { values },
  mark: "bar",
  encoding: { x: { field: "digit" }, y: { field: "count" } },
};
const ECHARTS = {
  xAxis: { type: "category", data: values.map(({ digit }) => digit) },
  yAxis: {},
  color: ["#ff0000"],
  series: [{ type: "bar", data: [28, 55] }],
};
test("data that a chart names by its address become part of the page", async () => {
  const server = createServer((_, response) => response.end("digit,count\none,28\ntwo,55\n"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const chart = { ...VEGA_LITE, data: { url: `http://127.0.0.1:${port}/counts.csv` } };
  const page = await drawFigure(chart, "a.html");
  server.close();
  server.closeAllConnections();
  expect(await page.text()).toContain("one,28");
  await expect(drawFigure(chart, "a.svg")).rejects.toThrow("can't be drawn as 'a.svg'");
});

test("a specification becomes JSON with lists for typed arrays and numbers for bigints", async () => {
  const json = await drawFigure(
    { series: [{ data: new Float32Array([28, 55]) }], id: 5n, at: new Date(0) },
    "a.json",
  );
  expect(JSON.parse(await json.text())).toMatchObject({
    series: [{ data: [28, 55] }],
    id: 5,
    at: "1970-01-01T00:00:00.000Z",
  });
});

const withFunction = { series: [{ label: { formatter: () => "" }, type: "bar", data: [1] }] };
const round: { series: unknown[] } = { series: [] };
round.series.push(round);

test.each<[string, Figure, string, string]>([
  ["a function in a page", withFunction, "a.html", "series.0.label.formatter is a function"],
  ["a function in JSON", withFunction, "a.json", "series.0.label.formatter is a function"],
  ["what holds itself", round, "a.json", "series.0 holds itself"],
  ["an object that is no figure", { loss: 1 }, "a.png", "{ loss } is neither a Vega-Lite"],
  ["a text that is none", "hello", "a.svg", "no figure"],
  ["another extension", VEGA_LITE, "a.gif", ".png, .svg, .json or .html; 'a.gif' is neither"],
  ["an SVG as JSON", "<svg></svg>", "a.json", "'a.json' is neither"],
  ["a specification with a mistake", { ...VEGA_LITE, mark: "bars" }, "a.png", "a.png"],
  ["an SVG that can't be read", "<svg>x", "a.png", "SVG text can't be drawn as 'a.png'"],
  [
    "an image of a size that fills the memory",
    '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>',
    "a.png",
    "too large",
  ],
])("%s is refused", async (_, figure, path, told) => {
  await expect(drawFigure(figure, path)).rejects.toMatchObject({
    name: "MlflowError",
    errorCode: "INVALID_PARAMETER_VALUE",
    message: expect.stringContaining(told) as string,
  });
});

test.each([{ width: 0 }, { height: NaN }, { scale: 11 }])(
  "the size %o is refused",
  async (size) => {
    await expect(drawFigure(ECHARTS, "a.png", size)).rejects.toThrow(Object.keys(size)[0]);
  },
);

test("functions in an ECharts option draw", async () => {
  const svg = await drawFigure(
    {
      xAxis: { type: "category", data: ["a"] },
      yAxis: {},
      series: [{ type: "bar", data: [1], label: { show: true, formatter: () => "made by code" } }],
    },
    "a.svg",
  );
  expect(await svg.text()).toContain("made by code");
});
