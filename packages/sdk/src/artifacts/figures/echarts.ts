import { platform } from "#platform";
import type { EChartsOption } from "echarts";
import type { Chart, ChartSize } from "./chart.ts";
import { loadLibrary } from "./libraries.ts";
import { toInteractivePage, toStillPage } from "./page.ts";
import { encodeSpecification } from "./specification.ts";

const DRAW = `place.style.height = "100vh";
const chart = echarts.init(place);
chart.setOption(figure);
addEventListener("resize", () => chart.resize());`;

/** A chart as ECharts' option describes it. */
export function echartsChart(option: object, { width, height }: ChartSize): Chart {
  const toSvg = async (): Promise<string> => {
    const echarts = await loadLibrary("echarts");
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    try {
      // A moving chart would be drawn as it begins. What an option may be is for ECharts to say.
      chart.setOption({ ...(option as EChartsOption), animation: false });
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  };
  return {
    name: "ECharts option",
    toSvg,
    async toPage(title) {
      const library = await platform.figures.readLibrary("echarts", "echarts.min.js");
      if (library === undefined) return toStillPage(title, await toSvg());
      const specification = encodeSpecification(option);
      return toInteractivePage({ title, library, specification, draw: DRAW });
    },
  };
}
