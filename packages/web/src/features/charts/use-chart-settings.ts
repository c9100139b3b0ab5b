import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import {
  type ChartSettings,
  readChartSearch,
  toChartSearch,
  toChartSettings,
  withoutChartSearch,
} from "./chart-search.ts";

/** The settings of the page's charts, and how to change some; both are the address. */
export function useChartSettings(): [ChartSettings, (change: Partial<ChartSettings>) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const settings = useMemo(() => toChartSettings(readChartSearch(search)), [search]);
  const change = useCallback(
    (changed: Partial<ChartSettings>) => {
      void navigate({
        to: ".",
        search: (previous) => ({
          ...withoutChartSearch(previous),
          ...toChartSearch({ ...toChartSettings(readChartSearch(previous)), ...changed }),
        }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [settings, change];
}
