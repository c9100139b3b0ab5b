import { printOrderBy } from "@mlflow-ts/contract/filter";

/** What is known of every run, whatever was logged. */
export const ATTRIBUTES = [
  "status",
  "started",
  "duration",
  "user",
  "source",
  "dataset",
  "model",
  "id",
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** Which of a metric's values a column shows. */
export const METRIC_VALUES = ["last", "min", "max"] as const;
export type MetricValue = (typeof METRIC_VALUES)[number];

/** A column of the runs table, beside the name that always stands first. */
export type Column =
  | { readonly kind: "attribute"; readonly key: Attribute }
  | { readonly kind: "metric"; readonly key: string; readonly value: MetricValue }
  | { readonly kind: "param" | "tag"; readonly key: string };

/**
 * A column as a text, for addresses and as its identity.
 *
 * @example
 * toColumnId({ kind: "metric", key: "val/loss", value: "min" }); // "metric.min:val/loss"
 */
export function toColumnId(column: Column): string {
  if (column.kind !== "metric") return `${column.kind}:${column.key}`;
  return column.value === "last" ? `metric:${column.key}` : `metric.${column.value}:${column.key}`;
}

const COLUMN_ID = /^(attribute|metric|metric\.min|metric\.max|param|tag):(.+)$/s;

export function parseColumnId(id: string): Column | undefined {
  const [, kind = "", key = ""] = COLUMN_ID.exec(id) ?? [];
  switch (kind) {
    case "attribute": {
      const attribute = ATTRIBUTES.find((known) => known === key);
      return attribute && { kind, key: attribute };
    }
    case "metric":
      return { kind, key, value: "last" };
    case "metric.min":
      return { kind: "metric", key, value: "min" };
    case "metric.max":
      return { kind: "metric", key, value: "max" };
    case "param":
    case "tag":
      return { kind, key };
    default:
      return undefined;
  }
}

const ATTRIBUTE_LABELS: Readonly<Record<Attribute, string>> = {
  status: "Status",
  started: "Started",
  duration: "Duration",
  user: "User",
  source: "Source",
  dataset: "Dataset",
  model: "Model",
  id: "Run ID",
};

export function labelOf(column: Column): string {
  return column.kind === "attribute" ? ATTRIBUTE_LABELS[column.key] : column.key;
}

/** What stands above the label: which kind of thing the column shows. */
export function captionOf(column: Column): string {
  if (column.kind === "attribute") return "";
  if (column.kind !== "metric" || column.value === "last") return column.kind;
  return column.value === "min" ? "metric, smallest" : "metric, largest";
}

/** What orders runs by a column, in words of the search language and of the server's own. */
export interface ColumnOrder {
  readonly key: string;
  readonly metricValue?: "MIN" | "MAX";
}

const ATTRIBUTE_ORDERS: Readonly<Record<Attribute, string>> = {
  status: "attributes.status",
  started: "attributes.start_time",
  duration: "duration",
  user: "tags.`mlflow.user`",
  source: "tags.`mlflow.source.name`",
  dataset: "dataset",
  model: "model",
  id: "attributes.run_id",
};

export function orderOf(column: Column): ColumnOrder {
  switch (column.kind) {
    case "attribute":
      return { key: ATTRIBUTE_ORDERS[column.key] };
    case "param":
    case "tag":
      return { key: toFieldName(column.kind, column.key) };
    case "metric": {
      const key = toFieldName("metric", column.key);
      if (column.value === "last") return { key };
      return { key, metricValue: column.value === "min" ? "MIN" : "MAX" };
    }
  }
}

/** A field in the search language; quoted, for keys may hold dots, slashes and spaces. */
export function toFieldName(entity: "metric" | "param" | "tag", key: string): string {
  if (!key.includes("`")) return `${entity}s.\`${key}\``;
  return printOrderBy({ field: { entity, key }, ascending: true }).replace(/ ASC$/, "");
}

const ATTRIBUTE_WIDTHS: Readonly<Record<Attribute, number>> = {
  status: 168,
  started: 108,
  duration: 112,
  user: 72,
  source: 100,
  dataset: 100,
  model: 92,
  id: 270,
};

/** A column's width in pixels until a person changes it. */
export function defaultWidthOf(column: Column): number {
  if (column.kind === "attribute") return ATTRIBUTE_WIDTHS[column.key];
  return Math.min(200, Math.max(column.kind === "metric" ? 96 : 84, 34 + column.key.length * 7));
}

const LOWER_IS_BETTER =
  /loss|error|(^|[^a-z])(mse|mae|rmse|mape|wer|cer|fid|ppl|nll|bpb)([^a-z]|$)|perplexity|seconds|latency|duration/i;
const HIGHER_IS_BETTER =
  /acc|auc|auroc|precision|recall|score|reward|throughput|bleu|rouge|(^|[^a-z])(f1|r2|iou|miou|map|mrr|ndcg|psnr|ssim|dice)([^a-z]|$)/i;

/** Which value of a metric is the best, as its name tells; of many names none can be told. */
export function bestOf(metricKey: string): "min" | "max" | undefined {
  if (LOWER_IS_BETTER.test(metricKey)) return "min";
  return HIGHER_IS_BETTER.test(metricKey) ? "max" : undefined;
}
