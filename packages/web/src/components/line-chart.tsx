import { useComputedColorScheme } from "@mantine/core";
import { type KeyboardEvent, memo, useCallback, useEffect, useRef } from "react";
import "uplot/dist/uPlot.min.css";
import type { ChartLine, Range } from "./chart-line.ts";
import type { ChartLink } from "./chart-link.ts";
import { hoverLink } from "./hover-link.ts";
import { nextX, panRange, zoomRange } from "./chart-keys.ts";
import styles from "./line-chart.module.css";
import { LinePlot, type XKind } from "./line-plot.ts";

interface LineChartProps {
  readonly lines: readonly ChartLine[];
  /** What a person who can't see it is told. */
  readonly label: string;
  readonly xKind: XKind;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly zoom: Range | undefined;
  readonly height: number;
  readonly link: ChartLink;
  /** The position under the pointer of this chart, with where that is on the chart. */
  readonly onPoint: (x: number | undefined, left: number) => void;
  readonly onZoom: (range: Range | undefined) => void;
}

/** Lines on a canvas as wide as its place; arrow keys move along them, + and − zoom. */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { lines, label, xKind, isLogX, isLogY, zoom, height, link } = props;
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<LinePlot | undefined>(undefined);
  const pointed = useRef<number | undefined>(undefined);
  const latest = useRef(props);
  const colorScheme = useComputedColorScheme("light");
  const structure = JSON.stringify(
    lines.map(({ id, color, isDashed, faint }) => [id, color, isDashed, faint !== undefined]),
  );

  useEffect(() => {
    latest.current = props;
  });
  const tell = useCallback(
    (x: number | undefined) => {
      pointed.current = x;
      latest.current.onPoint(x, x === undefined ? 0 : (plot.current?.leftOf(x) ?? 0));
      link.point(x, frame.current);
    },
    [link],
  );

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made: LinePlot = new LinePlot(
      element,
      { width: element.clientWidth, height: element.clientHeight },
      latest.current.lines,
      latest.current.zoom,
      { xKind, isLogX, isLogY },
      {
        onPoint: tell,
        onOwner: (ownerId) => hoverLink.point(ownerId),
        onZoom: (range) => latest.current.onZoom(range),
      },
    );
    plot.current = made;
    const stop = link.listen((x, source) => {
      if (source !== element) made.pointAt(x);
    });
    let frameRequest = 0;
    const stopHover = hoverLink.listen(() => {
      cancelAnimationFrame(frameRequest);
      frameRequest = requestAnimationFrame(() => made.emphasize(hoverLink.current));
    });
    const observer = new ResizeObserver(() =>
      made.resize(element.clientWidth, element.clientHeight),
    );
    observer.observe(element);
    return () => {
      stop();
      stopHover();
      cancelAnimationFrame(frameRequest);
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
    // A canvas holds plain colours: another scheme needs another plot.
  }, [colorScheme, structure, xKind, isLogX, isLogY, link, tell]);

  useEffect(() => {
    plot.current?.update(lines, zoom);
  }, [lines, zoom]);

  const pressKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const point = (x: number | undefined) => {
      plot.current?.pointAt(x);
      tell(x);
    };
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight": {
        const by = event.key === "ArrowLeft" ? -1 : 1;
        if (event.shiftKey) props.onZoom(panRange(lines, zoom, isLogX, by));
        else point(nextX(lines, zoom, pointed.current, by));
        break;
      }
      case "+":
      case "-":
        props.onZoom(zoomRange(lines, zoom, isLogX, pointed.current, event.key === "+"));
        break;
      case "0":
      case "Escape":
        if (zoom === undefined && pointed.current === undefined) return;
        point(undefined);
        props.onZoom(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={frame}
      className={styles["frame"]}
      style={{ height }}
      // Its keys are its own, so it is no mere image.
      role="application"
      aria-roledescription="chart"
      aria-label={label}
      tabIndex={0}
      onKeyDown={pressKey}
      onBlur={() => {
        plot.current?.pointAt(undefined);
        tell(undefined);
      }}
    />
  );
});
