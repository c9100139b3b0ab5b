import { platform } from "#platform";
import type { Spec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "./chart.ts";
import { loadLibrary } from "./libraries.ts";
import { toInteractivePage, toStillPage } from "./page.ts";
import { encodeSpecification } from "./specification.ts";

const DRAW = `new vega.View(vega.parse(figure), { container: place, hover: true }).runAsync();`;

/** A chart in Vega's language, or in Vega-Lite's. */
export function vegaChart(specification: object, isLite: boolean): Chart {
  const toSvg = async (): Promise<string> => {
    const spec = await toVega(specification, isLite);
    const { parse, View } = await loadLibrary("vega");
    const view = new View(parse(spec), { renderer: "none" });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  };
  return {
    name: isLite ? "Vega-Lite specification" : "Vega specification",
    toSvg,
    async toPage(title) {
      const whole = encodeSpecification(await toVega(specification, isLite));
      const library = await platform.figures.readLibrary("vega", "vega.min.js");
      if (library === undefined) return toStillPage(title, await toSvg());
      return toInteractivePage({ title, library, specification: whole, draw: DRAW });
    },
  };
}

/** In Vega's language, with all data in it. */
async function toVega(specification: object, isLite: boolean): Promise<Spec> {
  // A copy, as Vega marks the rows that it is given. Whether it is a specification is for the
  // library to say: it checks, and throws.
  const copy: unknown = JSON.parse(encodeSpecification(specification));
  const spec = isLite
    ? (await loadLibrary("vega-lite")).compile(copy as TopLevelSpec).spec
    : (copy as Spec);
  const loader = (await loadLibrary("vega")).loader();
  return inlineData(spec, (url) => loader.load(url));
}

type Load = (url: string) => Promise<string>;

/** Puts the data that a specification names by address into it, in groups too. */
async function inlineData<T extends object>(group: T, load: Load): Promise<T> {
  const { data, marks } = group as { data?: unknown; marks?: unknown };
  return {
    ...group,
    ...(Array.isArray(data) && {
      data: await Promise.all(data.map((source: object) => inlineSource(source, load))),
    }),
    ...(Array.isArray(marks) && {
      marks: await Promise.all(marks.map((mark: object) => inlineData(mark, load))),
    }),
  };
}

async function inlineSource(source: object, load: Load): Promise<object> {
  if (!("url" in source) || typeof source.url !== "string") return source;
  const { url, ...rest } = source;
  return { ...rest, values: await load(url) };
}
