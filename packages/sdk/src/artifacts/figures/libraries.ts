import type * as resvg from "@resvg/resvg-js";
import type * as echarts from "echarts";
import type * as plotly from "plotly.js-dist-min";
import type * as vega from "vega";
import type * as vegaLite from "vega-lite";
import { MlflowError } from "../../mlflow-error.ts";

interface Libraries {
  readonly vega: typeof vega;
  readonly "vega-lite": typeof vegaLite;
  readonly echarts: typeof echarts;
  readonly "plotly.js-dist-min": typeof plotly;
  readonly "@resvg/resvg-js": typeof resvg;
}

export type LibraryName = keyof Libraries;

/** The libraries that draw, each imported when the first figure needs it. */
const LOADERS: { readonly [Name in LibraryName]: () => Promise<Libraries[Name]> } = {
  vega: () => import("vega"),
  "vega-lite": () => import("vega-lite"),
  echarts: () => import("echarts"),
  "plotly.js-dist-min": () => import("plotly.js-dist-min"),
  "@resvg/resvg-js": () => import("@resvg/resvg-js"),
};

/** By what name a page has a library that it loaded by a script tag. */
const GLOBALS: Readonly<Partial<Record<LibraryName, string>>> = {
  vega: "vega",
  "vega-lite": "vegaLite",
  echarts: "echarts",
  "plotly.js-dist-min": "Plotly",
};

/** @throws MlflowError MISSING_LIBRARY with the command that installs it. */
export async function loadLibrary<Name extends LibraryName>(name: Name): Promise<Libraries[Name]> {
  const global = (globalThis as Record<string, unknown>)[GLOBALS[name] ?? ""];
  // Who set the library's own name in a page is the library.
  if (global !== undefined) return global as Libraries[Name];
  try {
    return await LOADERS[name]();
  } catch (error) {
    throw missingLibrary(name, error);
  }
}

export function missingLibrary(name: LibraryName, cause: unknown): MlflowError {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new MlflowError(
    "MISSING_LIBRARY",
    `This figure is drawn by ${name}, which could not be loaded: npm install ${name} (${reason})`,
    0,
    { cause },
  );
}
