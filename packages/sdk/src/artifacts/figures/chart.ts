import { refusal } from "../../logging/check-entry.ts";
import { echartsChart } from "./echarts.ts";
import { plotlyChart } from "./plotly.ts";
import { vegaChart } from "./vega.ts";

/** In pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** Pixels of an image for each of the drawing's. */
  readonly scale: number;
}

/** A chart that a library draws. */
export interface Chart {
  readonly name: string;
  toSvg(): Promise<string>;
  /** Where the library makes images itself. */
  toPng?(): Promise<Blob>;
  toPage(title: string): Promise<string>;
}

const LITE_KEYS = ["mark", "layer", "hconcat", "vconcat", "concat", "repeat", "facet"];
const ECHARTS_KEYS = ["series", "dataset", "baseOption", "timeline"];

/**
 * Whose specification this is, by what only one of the languages has.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is in none of them.
 */
export function toChart(specification: object, size: ChartSize): Chart {
  const { $schema: schema, marks, data } = specification as Record<string, unknown>;
  if (typeof schema === "string" && /vega-lite/.test(schema)) return vegaChart(specification, true);
  if (typeof schema === "string" && /vega/.test(schema)) return vegaChart(specification, false);
  if (LITE_KEYS.some((key) => key in specification)) return vegaChart(specification, true);
  if (Array.isArray(marks)) return vegaChart(specification, false);
  if (Array.isArray(data)) return plotlyChart(specification, size);
  if (ECHARTS_KEYS.some((key) => key in specification)) return echartsChart(specification, size);
  const keys = Object.keys(specification).slice(0, 5).join(", ");
  throw refusal(
    `This is no figure that can be drawn: { ${keys} } is neither a Vega-Lite specification (mark, encoding), a Vega one (marks), an ECharts option (series) nor a Plotly figure (data as a list).`,
  );
}
