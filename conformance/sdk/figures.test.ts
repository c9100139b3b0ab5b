import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NODE } from "../servers.ts";
import { type SdkServer, startServer } from "./server.ts";

const PACKAGE = resolve(import.meta.dirname, "../../packages/cli");

const bars = {
  data: { values: [{ digit: "one", count: 28 }] },
  mark: "bar",
  encoding: { x: { field: "digit", type: "nominal" }, y: { field: "count", type: "quantitative" } },
};
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>';

let server: SdkServer;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("figures");
});
afterAll(() => server.remove());

async function logged(figure: mlflow.Figure, path: string): Promise<Buffer> {
  const runId = await mlflow.startRun(async ({ info }) => {
    await mlflow.logFigure(figure, path);
    return info.runId;
  });
  const client = mlflow.createClient({ baseUrl: server.url });
  const answer = await client.getRunArtifact({ run_id: runId, path });
  return Buffer.from(await answer.arrayBuffer());
}

test.each<[string, mlflow.Figure]>([
  ["a Vega-Lite specification", bars],
  ["a Vega specification", { marks: [], width: 90, height: 60 }],
  ["an ECharts option", { series: [{ type: "pie", data: [1, 2] }] }],
  ["an SVG text", svg],
])("%s is an image, a drawing and a page by its file's name", async (_, figure) => {
  const png = await logged(figure, "plots/a.png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(10);
  expect((await logged(figure, "plots/a.svg")).toString()).toMatch(/^<svg[^]*<\/svg>\s*$/);
  expect((await logged(figure, "plots/a.html")).toString()).toContain(
    "<title>plots/a.html</title>",
  );
});

test("a Plotly figure is a page", async () => {
  const page = (await logged({ data: [{ y: [1, 2] }] }, "plots/a.html")).toString();
  expect(page).toContain("<title>plots/a.html</title>");
  expect(page).toContain('{"data":[{"y":[1,2]}]}');
});

test("a specification is kept as it was given", async () => {
  expect(JSON.parse((await logged(bars, "bars.json")).toString())).toEqual(bars);
});

test("what draws itself is asked for the type that the file's name says", async () => {
  const drawing = { toBuffer: (type?: string) => Buffer.from(String(type)) };
  expect((await logged(drawing, "canvas.jpg")).toString()).toBe("image/jpeg");
  await expect(logged(drawing, "canvas.svg")).rejects.toThrow("'canvas.svg'");
});

test("a figure that is none is refused with what is taken", async () => {
  await expect(logged("no figure", "a.svg")).rejects.toMatchObject({
    errorCode: "INVALID_PARAMETER_VALUE",
  });
  await expect(logged({ loss: 1 }, "a.png")).rejects.toThrow("Vega-Lite");
});

test("where a library is not installed, the error says how to install it", async () => {
  const folder = join(server.folder, "empty");
  const installed = join(folder, "node_modules/mlflow-ts");
  await mkdir(join(installed, "dist"), { recursive: true });
  await cp(join(PACKAGE, "package.json"), join(installed, "package.json"));
  await cp(join(PACKAGE, "dist/client"), join(installed, "dist/client"), { recursive: true });
  const program = `import * as mlflow from "mlflow-ts";
const figures = [
  [${JSON.stringify(bars)}, "a.png"],
  [{ series: [] }, "b.html"],
  [{ data: [] }, "c.html"],
  [{ data: [] }, "d.png"],
  [${JSON.stringify(svg)}, "e.png"],
];
await mlflow.startRun(async () => {
  for (const [figure, file] of figures) {
    await mlflow.logFigure(figure, file).catch((error) => console.log(error.errorCode, error.message));
  }
});`;
  await writeFile(join(folder, "program.mjs"), program);
  const { stdout } = await promisify(execFile)(NODE, ["program.mjs"], {
    cwd: folder,
    env: { MLFLOW_TRACKING_URI: server.url, CHROME_PATH: "", PATH: "" },
  });
  const lines = stdout.trim().split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^MISSING_LIBRARY .*npm install vega-lite /),
    expect.stringMatching(/^MISSING_LIBRARY .*npm install echarts /),
    expect.stringMatching(/^MISSING_LIBRARY .*npm install plotly.js-dist-min /),
    expect.stringMatching(/^MISSING_LIBRARY .*Chrome.*CHROME_PATH.*\.html or \.json/),
    expect.stringMatching(/^MISSING_LIBRARY .*npm install @resvg\/resvg-js /),
  ]);
});
