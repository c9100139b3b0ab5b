import { platform } from "#platform";
import type { Chart, ChartSize } from "./chart.ts";
import { toInteractivePage, toStillPage } from "./page.ts";
import { encodeSpecification } from "./specification.ts";

const DRAW = `Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, ...figure.config });`;

/** A figure of Plotly's: `{ data, layout }`. It is drawn by a browser, as Plotly needs one. */
export function plotlyChart(figure: object, size: ChartSize): Chart {
  const toSvg = async (): Promise<string> => {
    const url = await platform.figures.drawPlotly(encodeSpecification(figure), "svg", {
      ...size,
      scale: 1,
    });
    return decodeURIComponent(url.slice(url.indexOf(",") + 1));
  };
  return {
    name: "Plotly figure",
    toSvg,
    async toPng() {
      const url = await platform.figures.drawPlotly(encodeSpecification(figure), "png", size);
      return (await fetch(url)).blob();
    },
    async toPage(title) {
      const library = await platform.figures.readLibrary("plotly.js-dist-min", "plotly.min.js");
      if (library === undefined) return toStillPage(title, await toSvg());
      const specification = encodeSpecification(figure);
      return toInteractivePage({ title, library, specification, draw: DRAW });
    },
  };
}
