/** Each figure: what is opened on either page, and what is needed. */
import type { Browser } from "playwright-core";
import { median } from "../measure.ts";
import { go, openCold, timeUntil } from "./browser.ts";
import { measureFirstView } from "./first-view.ts";
import { timeCharts } from "./many-charts.ts";
import { countSpikes, timeDrawn, timeZoomed } from "./points.ts";
import type { PageFigure } from "./report.ts";
import {
  EXPERIMENTS,
  FOREIGN_RUN,
  listSpikes,
  POINTS_KEY,
  POINTS_RUN,
  type Sizes,
} from "./seed.ts";
import {
  type Frames,
  measureFrames,
  measureScroll,
  timeFirstRun,
  timeWholeTable,
} from "./table.ts";
import { measureUse } from "./use-page.ts";

export interface Scene {
  readonly browser: Browser;
  readonly sizes: Sizes;
  readonly minutes: number;
  /** How often what has no memory is measured; the median counts. */
  readonly times: number;
  readonly ours: string;
  readonly mlflow: string | undefined;
}

export interface PageMeasure {
  readonly name: string;
  readonly measure: (scene: Scene) => Promise<readonly PageFigure[]>;
}

const LIMIT_MS = 60_000;
const SCROLL_SECONDS = 10;

export const MEASURES: readonly PageMeasure[] = [
  { name: "first-view", measure: measureFirst },
  { name: "table", measure: measureTable },
  { name: "scroll", measure: measureScrolling },
  { name: "points", measure: measurePoints },
  { name: "charts", measure: measureCharts },
  { name: "memory", measure: measureMemory },
];

async function measureFirst({ browser, ours, mlflow, times }: Scene): Promise<PageFigure[]> {
  const how = { times, limitMs: LIMIT_MS };
  const own = await measureFirstView(browser, ours, "a million points", how);
  const theirs =
    mlflow && (await measureFirstView(browser, `${mlflow}/#/experiments`, "a million points", how));
  return [
    {
      title: "JavaScript of the first view, as sent",
      unit: "kB",
      mlflow: theirs ? theirs.scriptKb : undefined,
      ours: own.scriptKb,
      need: { below: 250 },
      note: `unpacked ${own.unpackedKb.toFixed(0)} kB${theirs ? `, MLflow's ${theirs.unpackedKb.toFixed(0)} kB` : ""}`,
    },
    {
      title: "first view with an empty cache",
      unit: "ms",
      mlflow: theirs ? theirs.shownMs : undefined,
      ours: own.shownMs,
      need: { below: 500 },
    },
  ];
}

async function measureTable({ browser, sizes, times, ...urls }: Scene): Promise<PageFigure[]> {
  const { tableRuns } = sizes;
  const path = `/#/experiments/${EXPERIMENTS.table}`;
  const own = await repeat(times, () =>
    timeWholeTable(browser, urls.ours + path, tableRuns, LIMIT_MS),
  );
  const { mlflow } = urls;
  const theirs =
    mlflow === undefined
      ? undefined
      : await repeat(times, () =>
          timeFirstRun(browser, `${mlflow}${path}/runs`, `run-${tableRuns - 1}`, LIMIT_MS),
        );
  return [
    {
      title: `the last of ${tableRuns} runs in sight (MLflow: the first 100)`,
      unit: "ms",
      mlflow: theirs,
      ours: own,
      need: { below: 1000 },
    },
  ];
}

async function measureScrolling(scene: Scene): Promise<PageFigure[]> {
  const { manyRuns } = scene.sizes;
  const path = `/#/experiments/${EXPERIMENTS.many}`;
  const scroll = async (address: string): Promise<Frames | undefined> => {
    const { context, page } = await openCold(scene.browser);
    await go(page, address);
    const first = await timeUntil(
      page,
      (name) => document.body?.textContent?.includes(name) ?? false,
      `run-${manyRuns - 1}`,
      LIMIT_MS,
    );
    await page.waitForTimeout(1000);
    const frames = first === undefined ? undefined : await measureScroll(page, SCROLL_SECONDS);
    await context.close();
    return frames;
  };
  const still = await openCold(scene.browser);
  const emptyMs = Math.max(...(await measureFrames(still.page, SCROLL_SECONDS)));
  await still.context.close();
  const own = await scroll(scene.ours + path);
  const theirs =
    scene.mlflow === undefined ? undefined : await scroll(`${scene.mlflow}${path}/runs`);
  const title = `scrolling ${manyRuns} runs (MLflow: its first 100)`;
  return [
    {
      title: `${title}, longest frame`,
      unit: "ms",
      mlflow: theirs?.longestMs,
      ours: own?.longestMs,
      need: { below: 50 },
      note: `${own?.count ?? 0} frames over ${own?.reach ?? 0} rows; on an empty page the longest was ${emptyMs.toFixed(0)} ms`,
    },
    {
      title: `${title}, frames over 50 ms`,
      unit: "%",
      mlflow: theirs?.overLimitPercent,
      ours: own?.overLimitPercent,
    },
  ];
}

async function measurePoints({ browser, ours, mlflow, sizes }: Scene): Promise<PageFigure[]> {
  const pathOf = (run: string) => `/#/experiments/${EXPERIMENTS.points}/runs/${run}`;
  const path = pathOf(POINTS_RUN);
  const { context, page } = await openCold(browser);
  // A person comes from the table, so the page itself is at hand; the points were read by nobody.
  await page.goto(ours);
  await page.waitForTimeout(1500);
  const first = await timeDrawn(page, ours + path);
  const spikes = first === undefined ? 0 : await countSpikes(page, sizes);
  const again = await timeDrawn(page, ours + path);
  const zoomed = again === undefined ? undefined : await timeZoomed(page);
  const foreign = await timeDrawn(page, ours + pathOf(FOREIGN_RUN));
  await context.close();
  const theirs = mlflow === undefined ? undefined : await lookAtMlflow(browser, mlflow, sizes);
  const title = `chart of ${sizes.points} points`;
  return [
    {
      title: `${title}, read for the first time`,
      unit: "ms",
      mlflow: theirs?.drawnMs,
      ours: first,
      need: { below: 500 },
    },
    {
      title: `${title} that another program wrote, for the first time`,
      unit: "ms",
      mlflow: undefined,
      ours: foreign,
    },
    { title: `${title}, again`, unit: "ms", mlflow: undefined, ours: again, need: { below: 500 } },
    {
      title: `${title}, zoomed`,
      unit: "ms",
      mlflow: undefined,
      ours: zoomed,
      need: { below: 200 },
    },
    {
      title: `${title}, planted spikes to be seen`,
      unit: "of 3",
      mlflow: theirs?.spikes,
      ours: spikes,
      need: { exactly: listSpikes(sizes).length },
      note: "ours counted on the canvas, MLflow's in the points that its page gets to draw",
    },
  ];
}

/** MLflow's chart is an SVG of the points that its server chose. */
async function lookAtMlflow(browser: Browser, url: string, sizes: Sizes) {
  const { context, page } = await openCold(browser);
  const seen = new Set<number>();
  // Without one there is nothing to count in, and 0 would say too much.
  let answers = 0;
  page.on("response", async (response) => {
    if (!/metrics\/get-history|graphql/.test(response.url())) return;
    // An answer that is gone when the page is left held nothing that was drawn.
    const text = await response.text().catch(() => "");
    if (/"step":/.test(text)) answers += 1;
    for (const { step, value } of listSpikes(sizes)) {
      if (new RegExp(`"value":\\s*${value}(\\.0)?[,}]`).test(text)) seen.add(step);
    }
  });
  const path = `/#/experiments/${EXPERIMENTS.points}/runs/${POINTS_RUN}/model-metrics`;
  await page.goto(url);
  await page.waitForTimeout(3000);
  await go(page, url + path);
  const drawnMs = await timeUntil(
    page,
    (key) =>
      document.body?.textContent?.includes(key) === true &&
      document.querySelector(".scatterlayer .js-line") !== null,
    POINTS_KEY,
    LIMIT_MS,
  );
  await page.waitForTimeout(1000);
  await context.close();
  return { drawnMs, spikes: drawnMs === undefined || answers === 0 ? undefined : seen.size };
}

async function measureCharts({
  browser,
  times,
  sizes,
  ours,
  mlflow,
}: Scene): Promise<PageFigure[]> {
  const path = `/#/experiments/${EXPERIMENTS.charts}`;
  const own = await repeat(times, () =>
    timeCharts(browser, `${ours}${path}?view=charts&visible=50`, "ours"),
  );
  const theirs =
    mlflow && (await timeCharts(browser, `${mlflow}${path}/runs?compareRunsMode=CHART`, "mlflow"));
  return [
    {
      title: `${sizes.charts} charts of ${sizes.chartRuns} runs, those in sight drawn`,
      unit: "ms",
      mlflow: typeof theirs === "number" ? theirs : undefined,
      ours: own,
      need: { below: 2000 },
      note: "MLflow draws its first 10 runs, ours 50",
    },
  ];
}

async function measureMemory({ ours, minutes }: Scene): Promise<PageFigure[]> {
  const { kept, all } = await measureUse(ours, minutes);
  const title = `memory after ${minutes} minutes`;
  return [
    {
      title: `${title}, resident, after a collection`,
      unit: "MB",
      mlflow: undefined,
      ours: kept.rssMb,
      need: { below: 300 },
      note: "the process that draws the page, of which Chromium itself is some 110 MB",
    },
    { title: `${title}, JavaScript's heap`, unit: "MB", mlflow: undefined, ours: kept.heapMb },
    {
      title: `${title}, resident, with what waits for collection`,
      unit: "MB",
      mlflow: undefined,
      ours: all.rssMb,
    },
  ];
}

/** The median; undefined when it did not come once. */
async function repeat(
  times: number,
  once: () => Promise<number | undefined>,
): Promise<number | undefined> {
  const values: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const value = await once();
    if (value === undefined) return undefined;
    values.push(value);
  }
  return median(values);
}
