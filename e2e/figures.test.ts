import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";

const url = inject("serverUrl");

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
const FIGURES: [string, mlflow.Figure][] = [
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
  browser = await launchBrowser();
  mlflow.setTrackingUri(url);
  await mlflow.setExperiment("figures");
  folder = await mkdtemp(join(tmpdir(), "mlflow-figures-"));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

function logFigure(
  figure: mlflow.Figure,
  path: string,
  options?: mlflow.FigureOptions,
): Promise<string> {
  return mlflow.startRun(async ({ info }) => {
    await mlflow.logFigure(figure, path, options);
    return info.runId;
  });
}

async function drawFigure(
  figure: mlflow.Figure,
  path: string,
  options?: mlflow.FigureOptions,
): Promise<Buffer> {
  const runId = await logFigure(figure, path, options);
  const client = mlflow.createClient({ baseUrl: url });
  const answer = await client.getRunArtifact({ run_id: runId, path });
  return Buffer.from(await answer.arrayBuffer());
}

/** Opens a file as a person does who was sent it, without a network, and asks it something. */
async function open<Result>(
  name: string,
  content: Uint8Array | string,
  ask: string,
): Promise<Result> {
  const file = join(folder, name);
  await writeFile(file, content);
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
    const bytes = await drawFigure(figure, "a.png");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    const width = bytes.readUInt32BE(16);
    const page = `<img src="data:image/png;base64,${bytes.toString("base64")}">`;
    const shown = await open<Measured>("png.html", page, MEASURE);
    expect(shown.width).toBe(width);
    expect(shown.red).toBeGreaterThan(0.05);
    const svg = await drawFigure(figure, "a.svg");
    const svgPage = `<img src="data:image/svg+xml;base64,${svg.toString("base64")}">`;
    const drawn = await open<Measured>("svg.html", svgPage, MEASURE);
    expect([drawn.width * 2, drawn.height * 2]).toEqual([shown.width, shown.height]);
    expect(Math.abs(drawn.red - shown.red)).toBeLessThan(0.05);
  },
);

test.each(FIGURES)("%s becomes a page that draws it without a network", async (_, figure) => {
  const page = await drawFigure(figure, "plots/a & b.html");
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
  expect(drawn).toMatchObject({ hacked: undefined, title: "plots/a & b.html" });
  expect(drawn.elements).toBeGreaterThan(0);
  expect(drawn.width).toBeGreaterThan(80);
});

test.each(FIGURES)("%s draws in the server's preview, which no page leaves", async (_, figure) => {
  const runId = await logFigure(figure, "plots/a.html");
  const { page, troubles, close } = await openPage(browser);
  await page.goto(`${url}/preview-artifact?run_id=${runId}&path=plots/a.html`);
  const drawing = page.locator("canvas, svg").first();
  await drawing.waitFor();
  expect((await drawing.boundingBox())?.width).toBeGreaterThan(80);
  expect(troubles.filter((trouble) => !trouble.includes("favicon"))).toEqual([]);
  await close();
});

test("the size of an ECharts and a Plotly figure can be chosen", async () => {
  for (const figure of [ECHARTS, PLOTLY]) {
    const bytes = await drawFigure(figure, "a.png", { width: 320, height: 200, scale: 1 });
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([320, 200]);
  }
});
