/** The cost curve as tables: one for each operation, a row for each size, a column for each server. */
import { formatNumber } from "../report.ts";
import type { ScaleFigure } from "./measure.ts";
import { OPERATIONS } from "./operations.ts";

const WRITES = [
  { name: "log-metric", title: "log-metric, one connection, 99th percentile" },
  { name: "log-metric-beside-search", title: "the same while one search follows the other" },
];

const SERVERS = { ours: "mlflow-ts", mlflow: "MLflow" } as const;

/** Markdown; milliseconds, and in brackets the highest resident memory up to then. */
export function formatScale(figures: readonly ScaleFigure[], limitMs: number): string {
  const columns = [...new Set(figures.map(columnOf))];
  const head = `| operation | size | ${columns.join(" | ")} |`;
  const rule = `| --- | ---: | ${columns.map(() => "---:").join(" | ")} |`;
  const rows = [...OPERATIONS, ...WRITES].flatMap(({ name, title }) => {
    const own = figures.filter(({ operation }) => operation === name);
    const sizes = [...new Set(own.map(({ size }) => size))];
    return sizes.map((size) => {
      const cells = columns.map((column) => {
        const figure = own.find((each) => each.size === size && columnOf(each) === column);
        return figure === undefined ? "" : formatCell(figure, limitMs);
      });
      return `| ${title} | ${size.toLocaleString("en-US")} | ${cells.join(" | ")} |`;
    });
  });
  return [head, rule, ...rows].join("\n");
}

function columnOf({ database, server }: ScaleFigure): string {
  return `${SERVERS[server]}, ${database}`;
}

function formatCell({ ms, rssMb }: ScaleFigure, limitMs: number): string {
  const time = ms === undefined ? `> ${formatNumber(limitMs)}` : formatNumber(ms);
  return `${time} ms (${formatNumber(rssMb)} MB)`;
}
