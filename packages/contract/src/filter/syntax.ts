/** The kinds of things that a filter can search; each has its own fields and rules. */
export type FilterKind = "runs" | "experiments" | "logged_models";

export type Entity = "metric" | "param" | "tag" | "attribute" | "dataset";

/** What a condition or an order looks at, such as `metrics.loss`. */
export interface Field {
  readonly entity: Entity;
  /** As stored: without quotes, and an attribute under its main name. */
  readonly key: string;
}

export type Ordering = "<" | "<=" | ">" | ">=";
export type Equality = "=" | "!=";

/** What a condition asks of its field. A `bigint` is an integer past 2^53. */
export type Test =
  | { readonly operator: Equality; readonly value: string | number | bigint }
  | { readonly operator: Ordering; readonly value: number | bigint }
  | { readonly operator: "LIKE" | "ILIKE"; readonly value: string }
  | { readonly operator: "IN" | "NOT IN"; readonly values: readonly string[] }
  | { readonly operator: "IS NULL" | "IS NOT NULL" };

export interface Condition {
  readonly kind: "condition";
  readonly field: Field;
  readonly test: Test;
}

/**
 * A parsed filter. An `and` of nothing keeps everything. `not` keeps exactly what its operand does
 * not keep: `NOT metrics.a > 1` also keeps a run without the metric.
 */
export type Filter =
  | Condition
  | { readonly kind: "and"; readonly operands: readonly Filter[] }
  | { readonly kind: "or"; readonly operands: readonly Filter[] }
  | { readonly kind: "not"; readonly operand: Filter };

export interface OrderBy {
  readonly field: Field;
  readonly ascending: boolean;
}

/** A stretch of the filter's text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
