import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatShort } from "../format/metric-value.ts";
import styles from "./line-chart.module.css";

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

interface LineChartProps {
  readonly xs: readonly number[];
  /** `null` leaves a gap. */
  readonly ys: readonly (number | null)[];
  readonly label: string;
  readonly onHover: (point: ChartPoint | undefined) => void;
}

const HEIGHT = 176;

/** One line on a canvas as wide as its place. */
export function LineChart({ xs, ys, label, onHover }: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const colorScheme = useComputedColorScheme("light");

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made = new uPlot(makeOptions(element, onHover), [[], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
    // A canvas holds plain colours: another scheme needs another plot.
  }, [colorScheme, onHover]);

  useEffect(() => {
    plot.current?.setData([[...xs], [...ys]]);
  }, [xs, ys, colorScheme, onHover]);

  return <div ref={frame} className={styles["frame"]} role="img" aria-label={label} />;
}

function makeOptions(
  element: HTMLElement,
  onHover: (point: ChartPoint | undefined) => void,
): uPlot.Options {
  const line = readColor(element, "--accent");
  const text = readColor(element, "--text-faint");
  const grid = readColor(element, "--line");
  const axis = (size: number): uPlot.Axis => ({
    stroke: text,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
    size,
    gap: 4,
    values: (_plot, splits) => splits.map((split) => formatShort(split)),
  });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: false } },
    axes: [
      { ...axis(24), space: 56 },
      { ...axis(54), space: 32 },
    ],
    series: [{}, { stroke: line, width: 1.5, points: { size: 5, fill: line } }],
    hooks: {
      setCursor: [
        (plot) => {
          const index = plot.cursor.idx;
          const x = index == null ? undefined : plot.data[0][index];
          const y = index == null ? undefined : plot.data[1]?.[index];
          onHover(x === undefined || y == null ? undefined : { x, y });
        },
      ],
    },
  };
}

/** A token as a colour that a canvas knows: it understands neither variables nor `light-dark()`. */
function readColor(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
