import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawFigure, type Figure } from "./figure.ts";

const END = "</script><script>window.hacked = true</script><!--<script>";
const values = [
  { digit: `${END}one`, count: 28 },
  { digit: "two", count: 55 },
];
const VEGA_LITE = {
  width: 200,
  height: 100,
  data: { values },
  mark: { type: "bar", color: "#ff0000" },
  encoding: { x: { field: "digit", type: "nominal" }, y: { field: "count", type: "quantitative" } },
};
const VEGA = {
  $schema: "https://vega.github.io/schema/vega/v6.json",
  width: 120,
  height: 80,
  data: [{ name: "table", values }],
  marks: [
    {
      type: "rect",
      encode: {
        enter: {
          x: { value: 0 },
          y: { value: 0 },
          width: { value: 120 },
          height: { value: 80 },
          fill: { value: "#ff0000" },
        },
      },
    },
    {
      type: "text",
      from: { data: "table" },
      encode: { enter: { text: { field: "digit" }, y: { value: 20 } } },
    },
  ],
};
const ECHARTS = {
  title: { text: END },
  xAxis: { type: "category", data: values.map(({ digit }) => digit) },
  yAxis: {},
  color: ["#ff0000"],
  series: [{ type: "bar", data: [28, 55] }],
};
const PLOTLY = {
  data: [{ type: "bar", x: ["one", "two"], y: [28, 55], marker: { color: "#ff0000" } }],
  layout: { title: { text: "Counts <b>&</b> </script>" } },
};
const FIGURES: [string, Figure][] = [
  ["a Vega-Lite specification", VEGA_LITE],
  ["a Vega specification", VEGA],
  ["an ECharts option", ECHARTS],
  ["a Plotly figure", PLOTLY],
  [
    "an SVG text",
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="#ff0000"/></svg>',
  ],
];

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  folder = await mkdtemp(join(tmpdir(), "mlflow-figures-"));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** Opens a file as a person does who was sent it, without a network, and asks it something. */
async function open<Result>(name: string, content: Blob, ask: string): Promise<Result> {
  const file = join(folder, name);
  await writeFile(file, content.stream());
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  const result = await page.evaluate<Result>(ask);
  expect(troubles).toEqual([]);
  await context.close();
  return result;
}

/** The size of an image, and how much of it is of the bars' red. */
const MEASURE = `(async () => {
  const image = document.images[0] ?? document.querySelector("svg");
  const shown = new Image();
  shown.src = document.images[0]?.src ?? "data:image/svg+xml," + encodeURIComponent(image.outerHTML);
  await shown.decode();
  const canvas = new OffscreenCanvas(shown.naturalWidth, shown.naturalHeight);
  const context = canvas.getContext("2d");
  context.drawImage(shown, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let red = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] > 240 && data[at + 1] < 20 && data[at + 2] < 20 && data[at + 3] > 240) red += 1;
  }
  return { width: canvas.width, height: canvas.height, red: red / (data.length / 4), corner: [...data.slice(0, 4)] };
})()`;

interface Measured {
  readonly width: number;
  readonly height: number;
  readonly red: number;
  readonly corner: readonly number[];
}

test.each(FIGURES)(
  "%s becomes a PNG and an SVG of one size, with its colour",
  async (_, figure) => {
    const png = await drawFigure(figure, "a.png");
    const bytes = Buffer.from(await png.arrayBuffer());
    expect(png.type).toBe("image/png");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    const width = bytes.readUInt32BE(16);
    const page = `<img src="data:image/png;base64,${bytes.toString("base64")}">`;
    const shown = await open<Measured>("png.html", new Blob([page]), MEASURE);
    expect(shown.width).toBe(width);
    expect(shown.red).toBeGreaterThan(0.05);
    const svg = await drawFigure(figure, "a.svg");
    expect(svg.type).toBe("image/svg+xml");
    const drawing = Buffer.from(await svg.arrayBuffer()).toString("base64");
    const svgPage = `<img src="data:image/svg+xml;base64,${drawing}">`;
    const drawn = await open<Measured>("svg.html", new Blob([svgPage]), MEASURE);
    expect([drawn.width * 2, drawn.height * 2]).toEqual([shown.width, shown.height]);
    expect(Math.abs(drawn.red - shown.red)).toBeLessThan(0.05);
  },
);

test.each(FIGURES)("%s becomes a page that draws it without a network", async (_, figure) => {
  const page = await drawFigure(figure, "plots/<a>.html");
  const drawn = await open<{ elements: number; hacked: unknown; title: string; width: number }>(
    "page.html",
    page,
    `new Promise((done) => setTimeout(done, 300)).then(() => ({
      elements: document.querySelectorAll("canvas, svg").length,
      hacked: window.hacked,
      title: document.title,
      width: document.querySelector("canvas, svg").getBoundingClientRect().width,
    }))`,
  );
  expect(drawn).toMatchObject({ hacked: undefined, title: "plots/<a>.html" });
  expect(drawn.elements).toBeGreaterThan(0);
  expect(drawn.width).toBeGreaterThan(80);
});

test("the size of an ECharts and a Plotly figure can be chosen", async () => {
  for (const figure of [ECHARTS, PLOTLY]) {
    const png = await drawFigure(figure, "a.png", { width: 320, height: 200, scale: 1 });
    const bytes = Buffer.from(await png.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([320, 200]);
  }
});

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
  expect(await open("data.html", page, "document.querySelector('canvas') !== null")).toBe(true);
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
