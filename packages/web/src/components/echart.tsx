import { useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption } from "echarts/core";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import * as parts from "./echarts-parts.ts";
import { resolveColor } from "./resolve-color.ts";

/** The page's colours as a canvas knows them. */
export interface PlainColors {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly grid: string;
  readonly accent: string;
}

export interface EChartHandle {
  /** The chart as an SVG text. */
  readonly drawSvg: () => string;
}

interface EChartProps {
  readonly makeOption: (colors: PlainColors) => EChartsCoreOption;
  readonly label: string;
  readonly height: number;
  /** The series' data item that was chosen, by its index. */
  readonly onChoose?: (dataIndex: number) => void;
  readonly ref?: Ref<EChartHandle>;
}

/** A chart by ECharts. Its module is large: load what imports this only where it is shown. */
export function EChart({ makeOption, label, height, onChoose, ref }: EChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof parts.init> | undefined>(undefined);
  const choose = useRef(onChoose);
  const colorScheme = useComputedColorScheme("light");
  useEffect(() => {
    choose.current = onChoose;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made = parts.init(element);
    chart.current = made;
    made.on("click", ({ dataIndex }) => choose.current?.(dataIndex));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (element !== null) chart.current?.setOption(makeOption(plainColors(element)), true);
    // A canvas holds plain colours, other ones in each scheme.
  }, [makeOption, colorScheme]);

  useImperativeHandle(
    ref,
    () => ({
      drawSvg: () => {
        const element = frame.current ?? document.body;
        const colors = plainColors(element);
        const size = { width: Math.max(600, element.clientWidth), height };
        const drawing = parts.init(null, null, { renderer: "svg", ssr: true, ...size });
        drawing.setOption({ ...makeOption(colors), backgroundColor: colors.ground });
        const svg = drawing.renderToSVGString();
        drawing.dispose();
        return svg;
      },
    }),
    [makeOption, height],
  );

  return <div ref={frame} role="img" aria-label={label} style={{ width: "100%", height }} />;
}

function plainColors(element: HTMLElement): PlainColors {
  const color = (token: string) => resolveColor(element, `var(--${token})`);
  return {
    ground: color("surface"),
    text: color("text"),
    soft: color("text-soft"),
    grid: color("line"),
    accent: color("accent"),
  };
}
