import { expect, test } from "vitest";
import { completeFilter } from "./complete-filter.ts";

const complete = (text: string) => completeFilter(text, text.length);

test("completes a field where a condition begins", () => {
  expect(complete("")).toEqual({ kind: "field", start: 0, end: 0, typed: "" });
  expect(complete("metrics.lo")).toMatchObject({ kind: "field", start: 0, typed: "metrics.lo" });
  expect(complete("metrics.a > 1 AND par")).toMatchObject({ kind: "field", start: 18 });
  expect(complete("(")).toMatchObject({ kind: "field", start: 1 });
  expect(complete("NOT metrics.`val/l")).toMatchObject({ kind: "field", start: 4 });
});

test("completes an operator behind a field", () => {
  const field = { entity: "param", key: "lr" };
  expect(complete("params.lr ")).toEqual({
    kind: "operator",
    start: 10,
    end: 10,
    typed: "",
    field,
  });
  expect(complete("params.lr li")).toMatchObject({ kind: "operator", typed: "li" });
});

test("completes a value behind an operator, with the quote that is open", () => {
  const field = { entity: "param", key: "my opt" };
  expect(complete("params.`my opt` = 'ad")).toEqual({
    kind: "value",
    start: 18,
    end: 21,
    typed: "ad",
    field,
  });
  expect(complete("metrics.a > 1 and status = ")).toMatchObject({
    kind: "value",
    field: { entity: "attribute", key: "status" },
  });
});

test("leaves words of a name alone", () => {
  expect(complete("wide ")).toBeUndefined();
  expect(completeFilter("wide metrics", 4)).toMatchObject({ kind: "field", typed: "wide" });
});
