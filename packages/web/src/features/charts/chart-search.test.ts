import { expect, test } from "vitest";
import {
  readChartSearch,
  toChartSearch,
  toChartSettings,
  withoutChartSearch,
} from "./chart-search.ts";

test("keeps the settings of charts in the address, and the usual ones out of it", () => {
  const settings = {
    x: { kind: "metric", key: "val/loss" },
    smoothing: 0.6,
    isLogX: false,
    isLogY: true,
    zoom: { min: -1.5, max: 1_764_000_000_123 },
    filter: "loss",
    isPaired: false,
    tab: "scatter",
    group: "optimizer",
    band: "extremes",
    dims: ["params.a,b", "metrics.50%"],
    isSameShown: true,
    imageStep: -3,
  } as const;
  const search = toChartSearch(settings);
  expect(search).toEqual({
    chartX: "metric:val/loss",
    chartSmooth: "0.6",
    chartLog: "y",
    chartZoom: "-1.5..1764000000123",
    chartFilter: "loss",
    chartPairs: "off",
    chartTab: "scatter",
    chartGroup: "optimizer",
    chartBand: "extremes",
    chartDims: "params.a%2Cb,metrics.50%25",
    chartSame: "on",
    chartStep: "-3",
  });
  expect(toChartSettings(readChartSearch({ ...search }))).toEqual(settings);
  expect(toChartSearch(toChartSettings({}))).toEqual({});
  expect(withoutChartSearch({ ...search, artifact: "a" })).toEqual({ artifact: "a" });
});

test("passes over what no setting can be", () => {
  const search = {
    chartX: "metric:",
    chartSmooth: "1",
    chartLog: "z",
    chartZoom: "5..2",
    chartFilter: "",
    chartPairs: "on",
    chartTab: "pie",
    chartDims: "%",
    chartStep: "last",
  };
  expect(readChartSearch({ ...search })).toEqual({});
});
