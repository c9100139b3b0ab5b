import { ActionIcon, Menu } from "@mantine/core";
import { useState } from "react";
import type { ChartLine } from "../../components/chart-line.ts";
import { DownloadIcon } from "../../components/icons.tsx";
import { resolveColor } from "../../components/resolve-color.ts";
import { saveFile } from "../../components/save-file.ts";
import { svgToPng } from "../../components/svg-to-png.ts";
import { cutText } from "../../format/cut-text.ts";
import { describeError } from "../../format/describe-error.ts";
import type { ChartSettings } from "./chart-search.ts";
import { drawSvg } from "./chart-svg.ts";
import { exportCsv } from "./export-csv.ts";
import type { ChartSpec } from "./group-keys.ts";
import type { ChartRun } from "./series-lines.ts";
import { formatTick } from "./format-tick.ts";

interface ChartMenuProps {
  readonly spec: ChartSpec;
  readonly runs: readonly ChartRun[];
  readonly lines: readonly ChartLine[];
  readonly settings: ChartSettings;
}

/** The chart as a picture, and all its points as a table. */
export function ChartMenu({ spec, runs, lines, settings }: ChartMenuProps) {
  const [state, setState] = useState<"ready" | "busy" | { error: string }>("ready");
  const attempt = async (work: () => Promise<void>) => {
    setState("busy");
    try {
      await work();
      setState("ready");
    } catch (error) {
      setState({ error: describeError(error) });
    }
  };
  const svg = () => {
    const color = (css: string) => resolveColor(document.body, css);
    return drawSvg(lines, {
      title: spec.title,
      width: 900,
      height: 420,
      isLogX: settings.isLogX && settings.x.kind !== "time",
      isLogY: settings.isLogY,
      zoom: settings.zoom,
      formatX: (x) => formatTick(settings.x, x),
      colors: {
        ground: color("var(--surface)"),
        text: color("var(--text)"),
        grid: color("var(--line)"),
      },
      colorOf: (line) => color(line.color),
    });
  };
  const save = {
    png: async () => saveFile([await svgToPng(svg())], "image/png", `${spec.title}.png`),
    svg: async () => saveFile([svg()], "image/svg+xml", `${spec.title}.svg`),
    csv: async () => saveFile(await exportCsv(runs, spec.keys), "text/csv", `${spec.title}.csv`),
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          loading={state === "busy"}
          aria-label={`Download: ${cutText(spec.title, 80)}`}
        >
          <DownloadIcon size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {typeof state === "object" && (
          <Menu.Label role="alert">{cutText(state.error, 200)}</Menu.Label>
        )}
        <Menu.Item onClick={() => attempt(save.png)}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => attempt(save.svg)}>Picture (SVG)</Menu.Item>
        <Menu.Item onClick={() => attempt(save.csv)}>All points (CSV)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
