import { formatNumber } from "../report.ts";

/** One line of the table. What a server did not do in time has no value. */
export interface PageFigure {
  readonly title: string;
  readonly unit: string;
  readonly mlflow: number | undefined;
  readonly ours: number | undefined;
  /** None for what is only told. */
  readonly need?: { readonly below: number } | { readonly exactly: number };
  readonly note?: string;
}

export function isReached({ ours, need }: PageFigure): boolean {
  if (need === undefined) return true;
  if (ours === undefined) return false;
  return "below" in need ? ours < need.below : ours === need.exactly;
}

/** The figures as a table for a terminal, which is Markdown as well. */
export function formatPageTable(figures: readonly PageFigure[]): string {
  const show = (value: number | undefined) => {
    if (value === undefined) return "–";
    return Number.isInteger(value) && value < 100 ? String(value) : formatNumber(value);
  };
  const rows = figures.map((figure) => {
    const { need } = figure;
    const needed = need && ("below" in need ? `< ${show(need.below)}` : `${need.exactly}`);
    const verdict = need && (isReached(figure) ? "yes" : "NO");
    return [
      figure.title,
      figure.unit,
      show(figure.mlflow),
      show(figure.ours),
      needed ?? "",
      verdict ?? "",
    ];
  });
  const head = ["figure", "unit", "MLflow", "mlflow-ts", "needed", "reached"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const notes = figures.flatMap(({ title, note }) => (note ? [`${title}: ${note}`] : []));
  return [line(head), rule, ...rows.map(line), "", ...notes].join("\n");
}
