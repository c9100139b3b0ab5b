import { describe, expect, it } from "vitest";
import { parseOrderBy } from "./parse-order-by.ts";
import type { OrderBy } from "./syntax.ts";

const order = (entity: OrderBy["field"]["entity"], key: string, ascending: boolean): OrderBy => ({
  field: { entity, key },
  ascending,
});

describe("parseOrderBy", () => {
  it.each([
    ["metrics.loss", order("metric", "loss", true)],
    ["metrics.`val loss` DESC", order("metric", "val loss", false)],
    ['params."a.b" asc', order("param", "a.b", true)],
    ["tag.user desc", order("tag", "user", false)],
    ["metrics.5 DESC", order("metric", "5", false)],
    ["Created DESC", order("attribute", "start_time", false)],
    ["attributes.end_time", order("attribute", "end_time", true)],
    ["`metrics.x` desc", order("metric", "x", false)],
  ])("reads %s", (text, expected) => {
    expect(parseOrderBy("runs", text)).toEqual(expected);
  });

  it.each([
    ["", "Invalid order_by clause ''. Could not be parsed."],
    [" start_time", "Invalid order_by clause ' start_time'. Could not be parsed."],
    ["a, b", "Invalid order_by clause 'a, b'. Could not be parsed."],
    [
      "start_time DESC NULLS LAST",
      "Invalid order_by clause 'start_time DESC NULLS LAST'. Could not be parsed.",
    ],
    ["start_time up", "Invalid ordering key in order_by clause 'start_time up'."],
    ["dataset.name", "Invalid identifier type 'dataset'"],
  ])("refuses %j as MLflow does", (text, message) => {
    expect(() => parseOrderBy("runs", text)).toThrow(message);
  });

  it("orders experiments by attributes only", () => {
    expect(parseOrderBy("experiments", "name DESC")).toEqual(order("attribute", "name", false));
    expect(() => parseOrderBy("experiments", "tags.a")).toThrow("Invalid order_by entity: tag");
  });
});
