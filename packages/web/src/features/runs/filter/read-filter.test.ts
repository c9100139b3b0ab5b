import { parseFilter } from "@mlflow-ts/contract/filter";
import { expect, test } from "vitest";
import { joinFilters, readFilter } from "./read-filter.ts";

const textOf = (text: string) => {
  const read = readFilter(text);
  return read.kind === "read" ? joinFilters([read.filter]) : read.message;
};

test.each(["metrics.loss < 0.5", "params.a = 'b' or tags.x IS NULL", "status = 'FAILED'"])(
  "reads MLflow's language: %s",
  (text) => {
    expect(parseFilter("runs", textOf(text))).toEqual(parseFilter("runs", text));
  },
);

test.each([
  ["wide lr3", ["wide", "lr3"]],
  ["lr=0.1", ["lr=0.1"]],
  ["it's (new)", ["it's", "(new)"]],
  ["cat and dog", ["cat", "and", "dog"]],
  ['say "hi"', ["say", '"hi"']],
])("finds names that hold each plain word of %s", (text, words) => {
  const read = readFilter(text);
  const operands = words.map((word) => ({
    kind: "condition",
    field: { entity: "attribute", key: "run_name" },
    test: { operator: "ILIKE", value: `%${word}%` },
  }));
  const filter = operands.length === 1 ? operands[0] : { kind: "and", operands };
  expect(read).toEqual({ kind: "read", filter });
  expect(parseFilter("runs", textOf(text))).toEqual(filter);
});

test.each([
  ["metrics.loss <", 0],
  ["metrics.loss < 1 and params.a = 5", 32],
  ["status = RUNNING", 9],
])("tells the place of a fault in %s", (text, start) => {
  expect(readFilter(text)).toMatchObject({ kind: "fault", start });
});

test("joins filters so that all must hold", () => {
  const [a, b] = ["metrics.a > 1 or metrics.b > 1", "params.c = 'x'"].map((text) =>
    parseFilter("runs", text),
  );
  if (!a || !b) throw new Error("there are two");
  expect(joinFilters([a, { kind: "and", operands: [] }, b])).toBe(
    joinFilters([{ kind: "and", operands: [a, b] }]),
  );
  expect(joinFilters([])).toBe("");
});
