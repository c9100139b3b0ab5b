import { describe, expect, it } from "vitest";
import { FilterError } from "./filter-error.ts";
import { parseFilter } from "./parse-filter.ts";
import type { Condition, Entity, Filter, FilterKind, Test } from "./syntax.ts";

const condition = (entity: Entity, key: string, test: Test): Condition => ({
  kind: "condition",
  field: { entity, key },
  test,
});

function refusal(text: string, kind: FilterKind = "runs"): FilterError {
  try {
    parseFilter(kind, text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe("a filter for runs", () => {
  it.each<[string, Filter]>([
    ["metrics.loss < 0.5", condition("metric", "loss", { operator: "<", value: 0.5 })],
    ["metric.loss>=-.5", condition("metric", "loss", { operator: ">=", value: -0.5 })],
    ["metrics.`val loss` = 1E-3", condition("metric", "val loss", { operator: "=", value: 1e-3 })],
    ['params."model name" = "a"', condition("param", "model name", { operator: "=", value: "a" })],
    ["parameter.a.b != 'x'", condition("param", "a.b", { operator: "!=", value: "x" })],
    ["tags.user like '%a_'", condition("tag", "user", { operator: "LIKE", value: "%a_" })],
    ["tag.'a' IS  not null", condition("tag", "a", { operator: "IS NOT NULL" })],
    ["`params`.a is null", condition("param", "a", { operator: "IS NULL" })],
    ["status = 'FAILED'", condition("attribute", "status", { operator: "=", value: "FAILED" })],
    ["run.created > 1", condition("attribute", "start_time", { operator: ">", value: 1 })],
    ["`Run Name` = 'x'", condition("attribute", "run_name", { operator: "=", value: "x" })],
    ["dataset.context = 'x'", condition("dataset", "context", { operator: "=", value: "x" })],
    [
      "attr.run_id NOT IN ('a',)",
      condition("attribute", "run_id", { operator: "NOT IN", values: ["a"] }),
    ],
    [
      `run_id IN ('it\\'s' "a", (("b")))`,
      condition("attribute", "run_id", { operator: "IN", values: ["it'sa", "b"] }),
    ],
    ["params.a = 'it''s'", condition("param", "a", { operator: "=", value: "it''s" })],
    ["params.a = 'it\\'s'", condition("param", "a", { operator: "=", value: "it\\'s" })],
    ["params.a = 'a\\'", condition("param", "a", { operator: "=", value: "a\\" })],
    ["params.a = E'it\\'s'", condition("param", "a", { operator: "=", value: "it's" })],
    [
      "end_time = 9007199254740993",
      condition("attribute", "end_time", { operator: "=", value: 9007199254740993n }),
    ],
  ])("reads %s", (text, expected) => {
    expect(parseFilter("runs", text)).toEqual(expected);
  });

  it.each([
    ["metrics.loss >", "Invalid clause(s) in filter string: 'metrics.loss', '>'"],
    ["1234", "Invalid clause(s) in filter string: '1234'"],
    ["params.acc = 'LR", "Invalid clause(s) in filter string: 'params.acc', '=', ''', 'LR'"],
    ["tags.acc = = 'LR'", "Invalid clause(s) in filter string: 'tags.acc', '=', '=', ''LR''"],
    ["metrics.a = 1;", "Invalid clause(s) in filter string: ';'"],
    ["params.values = 'x'", "Invalid clause(s) in filter string: 'params.', 'values', '=', ''x''"],
    [
      "foo.a = 'x'",
      "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
    ],
    [
      "dataset.foo = 'x'",
      "Invalid dataset key 'foo' specified. Valid keys are '{'name', 'digest', 'context'}'",
    ],
    ["metrics.acc = 'x'", "Expected numeric value type for metric. Found 'x'"],
    [
      "params.acc = 1",
      "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1",
    ],
    [
      "params.acc = LR",
      "Parameter value is either not quoted or unidentified quote types used for string value LR. Use either single or double quotes.",
    ],
    [
      "status IN ('x')",
      "Only ['run_id'] attributes support comparison with a list of quoted string values.",
    ],
    [
      "run_id IN ()",
      "While parsing a list in the query, expected a non-empty list of string values, but got empty list",
    ],
    [
      "start_time > 'x'",
      "Expected numeric value type for numeric attribute: start_time. Found 'x'",
    ],
    [
      "metrics.a IS NULL",
      "IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'a'",
    ],
    ["  ", "Invalid filter '  '. Could not be parsed."],
  ])("refuses %s as MLflow does", (text, message) => {
    expect(refusal(text).message).toBe(message);
  });

  it.each([
    ["params.a > 'x'", /^Invalid comparator '>' not one of '{/],
    ["metrics.a == 1", /^Invalid comparator '==' not one of '{/],
    ["status NOT LIKE 'x'", /^Invalid comparator 'NOT LIKE' not one of '{/],
    ["acc = 'x'", /^Invalid attribute key 'acc' specified. Valid keys are '{/],
    [
      "metrics.val/acc > 1",
      /^Invalid comparison clause. Expected 'Identifier' found 'metrics.val\/acc'$/,
    ],
    ["Created > 'x'", /^Expected numeric value type for numeric attribute: Created. Found 'x'$/],
    ["metrics.a > 1; metrics.b > 2", /^Search filter contained multiple expression 'metrics/],
    ["; DROP TABLE runs", /^Search filter contained multiple expression '; DROP/],
    ["metrics.a > 1;", /^Invalid clause\(s\) in filter string: ';'/],
    [" ", /^Invalid filter ' '. Could not be parsed.$/],
    ["start_time > 99999999999999999999", /at most 64|have at most 64 bits/],
  ])("refuses %s", (text, message) => {
    expect(refusal(text).message).toMatch(message);
  });

  it("says where the fault is", () => {
    expect(refusal("metrics.a > 1 AND params.b = 5")).toMatchObject({ start: 29, end: 30 });
    expect(refusal("metrics.a > 1 AND foo.b = 5")).toMatchObject({ start: 18, end: 23 });
  });

  it("binds NOT before AND before OR, and heeds brackets", () => {
    const [a, b, c] = ["a", "b", "c"].map((key) => condition("tag", key, { operator: "IS NULL" }));
    expect(parseFilter("runs", "NOT tags.a IS NULL AND tags.b IS NULL or tags.c is null")).toEqual({
      kind: "or",
      operands: [{ kind: "and", operands: [{ kind: "not", operand: a }, b] }, c],
    });
    expect(
      parseFilter("runs", "NOT(tags.a IS NULL AND(tags.b IS NULL OR tags.c IS NULL))"),
    ).toEqual({
      kind: "not",
      operand: { kind: "and", operands: [a, { kind: "or", operands: [b, c] }] },
    });
  });

  it.each([
    "metrics.a > 1 OR",
    "OR metrics.a > 1",
    "()",
    "NOT",
    "(metrics.a > 1",
    "metrics.a > 1)",
  ])("refuses the half expression %s", (text) => {
    expect(refusal(text).message).toMatch(/^Invalid clause\(s\) in filter string/);
  });

  it("takes any number of ANDs, and none between plain conditions, as MLflow does", () => {
    const both = parseFilter("runs", "metrics.a > 1 AND metrics.b > 2");
    expect(parseFilter("runs", "AND metrics.a > 1 metrics.b > 2 AND AND")).toEqual(both);
    expect(parseFilter("runs", "AND")).toEqual({ kind: "and", operands: [] });
    expect(parseFilter("runs", "")).toEqual({ kind: "and", operands: [] });
  });
});

describe("a filter for experiments", () => {
  it.each<[string, Filter]>([
    ["name ILIKE '%x'", condition("attribute", "name", { operator: "ILIKE", value: "%x" })],
    [
      "attribute.experiment_id IN ('1', '2')",
      condition("attribute", "experiment_id", { operator: "IN", values: ["1", "2"] }),
    ],
    ["creation_time >= 5", condition("attribute", "creation_time", { operator: ">=", value: 5 })],
    ["tags.`a` IS NULL", condition("tag", "a", { operator: "IS NULL" })],
  ])("reads %s", (text, expected) => {
    expect(parseFilter("experiments", text)).toEqual(expected);
  });

  it.each([
    [
      "metrics.a > 1",
      "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')",
    ],
    ["creation_time > 1.5", "Invalid value for numeric attribute 'creation_time': '1.5'"],
    ["experiment_id = 'x'", "Invalid experiment ID 'x'. Experiment ID must be a valid integer."],
    ["experiment_id LIKE '1'", "Invalid comparator for experiment_id: LIKE"],
    ["name IS NULL", "IS NULL / IS NOT NULL is only supported for tags, not for attribute 'name'"],
    ["foo", "Invalid clause(s) in filter string: foo"],
    ["tags.a > 'x'", "Invalid comparator for tag: >"],
    [
      "name = 'it''s'; name = 'b'",
      `Search filter contained multiple expression "name = 'it''s'; name = 'b'". Provide AND-ed expression list.`,
    ],
  ])("refuses %s as MLflow does", (text, message) => {
    expect(refusal(text, "experiments").message).toBe(message);
  });
});

describe("a filter for logged models", () => {
  it.each<[string, Filter]>([
    ["metrics.eval/f1 > 0.5", condition("metric", "eval/f1", { operator: ">", value: 0.5 })],
    ["params.lr = 0.01", condition("param", "lr", { operator: "=", value: "0.01" })],
    ['tags.a = "x"', condition("tag", "a", { operator: "=", value: '"x"' })],
    [
      "creation_time > 1e3",
      condition("attribute", "creation_timestamp_ms", { operator: ">", value: 1000 }),
    ],
    ["params.n IN (1, '2')", condition("param", "n", { operator: "IN", values: ["1", "2"] })],
  ])("reads %s", (text, expected) => {
    expect(parseFilter("logged_models", text)).toEqual(expected);
  });

  it.each([
    [
      "tag.a = 'x'",
      "Invalid entity type: 'tag'. Expected one of ['attributes', 'metrics', 'params', 'tags'].",
    ],
    [
      "metrics.a LIKE 'x'",
      "Invalid comparison operator for metrics.a: 'LIKE'. Expected one of ('<', '<=', '>', '>=', '=', '!=').",
    ],
    [
      "creation_time LIKE 'x'",
      "Invalid comparison operator for attributes.creation_timestamp_ms: 'LIKE'. Expected one of ('<', '<=', '>', '>=', '=', '!=').",
    ],
    [
      "name > 'x'",
      "Invalid comparison operator for attributes.name: '>'. Expected one of ('=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN').",
    ],
    [
      "name = 'a'; name = 'b'",
      `Invalid filter string: "name = 'a'; name = 'b'". Expected a single SQL expression.`,
    ],
    [
      "foo",
      "Invalid filter string: 'foo'. Expected a list of comparisons separated by 'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').",
    ],
  ])("refuses %s", (text, message) => {
    expect(refusal(text, "logged_models").message).toBe(message);
  });

  it("refuses an attribute that models don't have", () => {
    expect(refusal("foo = 'x'", "logged_models").message).toMatch(/^Invalid attribute key 'foo'/);
  });
});
