import { ActionIcon, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import type { ChartLink } from "../../components/chart-link.ts";
import { ExpandIcon } from "../../components/icons.tsx";
import { LineChart } from "../../components/line-chart.tsx";
import { type ChartLine, rangeOfXs } from "../../components/chart-line.ts";
import { LoadFailure } from "../../components/load-failure.tsx";
import { useWidth } from "../../components/use-width.ts";
import { pollEvery } from "../../api/query-client.ts";
import { cutText } from "../../format/cut-text.ts";
import { ChartFacts } from "./chart-facts.tsx";
import { ChartMenu } from "./chart-menu.tsx";
import { describeX, valuesAt } from "./chart-point.ts";
import type { ChartSettings } from "./chart-search.ts";
import { ChartTooltip, PointedValues } from "./chart-tooltip.tsx";
import { getSeries } from "./get-series.ts";
import type { ChartSpec } from "./group-keys.ts";
import styles from "./metric-chart.module.css";
import { meanLines, type RunGroup } from "./mean-lines.ts";
import { type ChartRun, toLines } from "./series-lines.ts";
import { type ValueBar, ValueBars } from "./value-bars.tsx";

export interface MetricChartProps {
  readonly spec: ChartSpec;
  readonly runs: readonly ChartRun[];
  /** With groups, a mean and its spread are drawn for each instead of its runs. */
  readonly groups?: readonly RunGroup[] | undefined;
  readonly settings: ChartSettings;
  readonly onSettings: (change: Partial<ChartSettings>) => void;
  readonly link: ChartLink;
}

const POLL_MS = 5000;
export const CHART_HEIGHT = 176;
/** What a card needs around its chart. */
export const CARD_HEIGHT = CHART_HEIGHT + 80;
const X_KINDS = { step: "number", metric: "number", time: "time", relative: "duration" } as const;

/** One chart in a frame, with its name, values under the pointer, downloads and full screen. */
export function MetricChart(props: MetricChartProps) {
  const [isFull, setIsFull] = useState(false);
  const title = cutText(props.spec.title, 120);
  return (
    <article className={styles["card"]} aria-label={title}>
      <ChartBody {...props} height={CHART_HEIGHT} onExpand={() => setIsFull(true)} />
      <Modal
        opened={isFull}
        onClose={() => setIsFull(false)}
        fullScreen
        title={title}
        closeButtonProps={{ "aria-label": "Close full screen" }}
      >
        <ChartBody {...props} height={Math.max(260, window.innerHeight - 240)} />
      </Modal>
    </article>
  );
}

interface ChartBodyProps extends MetricChartProps {
  readonly height: number;
  /** Offered in the small view only. */
  readonly onExpand?: () => void;
}

function ChartBody(props: ChartBodyProps) {
  const { spec, runs, groups, settings, onSettings, link, height, onExpand } = props;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const query = useQuery({
    ...getSeries({
      runIds: runs.map(({ runId }) => runId),
      keys: spec.keys,
      settings: { x: settings.x, smoothing: settings.smoothing, zoom: settings.zoom },
      // In steps, so that a window that is dragged wider does not ask at each pixel.
      buckets: Math.max(200, Math.ceil(width / 200) * 200),
    }),
    enabled: width > 0 && runs.length > 0,
    refetchInterval: pollEvery(POLL_MS),
  });
  const series = query.data;
  const lines = useMemo(() => {
    const all = toLines(series ?? [], runs, spec.keys);
    return groups === undefined ? all : meanLines(all, groups, settings.band);
  }, [series, runs, groups, spec.keys, settings.band]);
  const [pointed, setPointed] = useState<{ x: number; left: number } | undefined>();
  const point = useCallback(
    (x: number | undefined, left: number) => setPointed(x === undefined ? undefined : { x, left }),
    [],
  );
  const zoom = useCallback(
    (range: ChartSettings["zoom"]) => onSettings({ zoom: range }),
    [onSettings],
  );
  const shown = settings.zoom ?? rangeOfXs(lines, settings.isLogX);
  const values = pointed && shown ? valuesAt(lines, pointed.x, shown.max - shown.min) : [];
  const isSingle = series !== undefined && series.every(({ count }) => count < 2);
  return (
    <>
      <header className={styles["head"]}>
        {onExpand && (
          <p className={styles["name"]} title={cutText(spec.keys.join(", "), 500)}>
            <bdi>{cutText(spec.title, 80)}</bdi>
          </p>
        )}
        <span className={styles["actions"]}>
          <ChartMenu spec={spec} runs={runs} lines={lines} settings={settings} />
          {onExpand && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Full screen: ${cutText(spec.title, 80)}`}
              onClick={onExpand}
            >
              <ExpandIcon size={14} />
            </ActionIcon>
          )}
        </span>
      </header>
      <div ref={place} className={styles["place"]} style={{ minHeight: height }}>
        {query.isError && series === undefined && (
          <LoadFailure error={query.error} what="the chart" onRetry={() => query.refetch()} />
        )}
        {isSingle && lines.length > 0 && <ValueBars bars={toBars(lines)} height={height} />}
        {series?.length === 0 && <p className={styles["none"]}>None of these runs logged it.</p>}
        {!isSingle && lines.length > 0 && (
          <>
            <LineChart
              lines={lines}
              label={describeChart(spec, lines.length)}
              xKind={X_KINDS[settings.x.kind]}
              isLogX={settings.isLogX && settings.x.kind !== "time"}
              isLogY={settings.isLogY}
              zoom={settings.zoom}
              height={height}
              link={link}
              onPoint={point}
              onZoom={zoom}
            />
            {pointed && values.length > 0 && onExpand && (
              <ChartTooltip
                title={describeX(settings.x, values[0]?.x ?? pointed.x)}
                values={values}
                left={pointed.left}
                chartWidth={width}
              />
            )}
          </>
        )}
      </div>
      {series !== undefined && series.length > 0 && <ChartFacts series={series} lines={lines} />}
      {!onExpand && (
        <div className={styles["legend"]}>
          <p className={styles["pointed"]}>
            {pointed ? describeX(settings.x, values[0]?.x ?? pointed.x) : "At the end of each line"}
          </p>
          <PointedValues values={pointed ? values : lastValues(lines)} />
        </div>
      )}
    </>
  );
}

function describeChart({ title, keys }: ChartSpec, lineCount: number): string {
  const lines = lineCount === 1 ? "one line" : `${lineCount} lines`;
  const names = keys.length > 1 ? ` of ${keys.join(", ")}` : "";
  const what = cutText(`${title} chart${names}`, 200);
  return `${what}, ${lines}. Arrow keys read values, plus and minus zoom, Shift with arrows moves.`;
}

/** The one value of each line. */
function toBars(lines: readonly ChartLine[]): ValueBar[] {
  return lines.map(({ id, name, color, ys, band }) => {
    const [low, high] = [band?.low[0], band?.high[0]];
    const spread = low === undefined || high === undefined ? undefined : { low, high };
    return { id, name, color, value: ys[0] ?? NaN, spread };
  });
}

function lastValues(lines: readonly ChartLine[]) {
  return lines.flatMap((line) => valuesAt([line], line.xs.at(-1) ?? 0, 0));
}
