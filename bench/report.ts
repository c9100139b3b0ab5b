import type { Figure, Need } from "./figures.ts";

/** The figures as a table for a terminal, which is Markdown as well. */
export function formatTable(figures: readonly Figure[]): string {
  const head = ["figure", "unit", "MLflow", "mlflow-ts", "ratio", "needed", "reached"];
  const rows = figures.map((figure) => [
    figure.title,
    figure.unit,
    formatNumber(figure.mlflow),
    formatNumber(figure.ours),
    `${formatNumber(figure.ratio)}x`,
    formatNeed(figure.need),
    formatVerdict(figure),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isText = (column: number): boolean => column < 2 || column > 4;
  const line = (cells: string[]): string =>
    `| ${cells
      .map((cell, column) =>
        isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join(" | ")} |`;
  const rule = `| ${widths
    .map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`))
    .join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function formatNeed(need: Need): string {
  if (need.kind === "none") return "";
  if (need.kind === "limit") return `< ${formatNumber(need.below)}`;
  return need.aim === undefined ? `${need.atLeast}x` : `${need.atLeast}x (aim ${need.aim}x)`;
}

function formatVerdict({ need, passed, ratio }: Figure): string {
  if (need.kind === "none") return "";
  if (!passed) return "NO";
  if (need.kind === "ratio" && need.aim !== undefined) return ratio >= need.aim ? "aim" : "yes";
  return "yes";
}

/** Three figures that mean something, with thousands set apart. */
export function formatNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
