import { setTimeout as sleep } from "node:timers/promises";
import type { Probe } from "../probe.ts";
import type { Area } from "../scenario.ts";

/** Six experiments with one prefix; answers a search among them alone. */
async function prepare(probe: Probe) {
  const prefix = probe.freshName();
  const made: string[] = [];
  for (const [name, tags] of [
    ["alpha", { team: "vision", "a.b c": "x" }],
    ["beta", { team: "speech" }],
    ["Gamma", { team: "Vision" }],
    ["delta_1", {}],
    ["delta%2", { empty: "" }],
    ["émile 🚀", { team: "vision" }],
  ] as const) {
    const { experiment_id } = await probe.post("experiments/create", {
      name: `${prefix} ${name}`,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
    made.push(String(experiment_id));
    // By the millisecond of their creation they are ordered, and no two may have the same.
    await sleep(3);
  }
  await probe.post("experiments/delete", { experiment_id: made[1] });
  return {
    prefix,
    search: (filter: string, fields: object = {}, step = filter) =>
      probe.post(
        "experiments/search",
        {
          max_results: 100,
          filter: [`name LIKE '${prefix}%'`, filter].filter(Boolean).join(" AND "),
          ...fields,
        },
        step,
      ),
    /** Sends the filter as it is, for refusals. */
    refuse: (filter: string) =>
      probe.post("experiments/search", { max_results: 1, filter }, filter),
  };
}

export const searchExperiments: Area = {
  "filters of names and tags": async (probe) => {
    const { prefix, search } = await prepare(probe);
    await search("", {}, "all");
    for (const filter of [
      `name = '${prefix} alpha'`,
      `name != '${prefix} alpha'`,
      "name LIKE '%a'",
      "name LIKE '%A'",
      "name ILIKE '%A'",
      "name LIKE '%delta_1'",
      "name LIKE '%delta%2'",
      "name LIKE '%🚀'",
      "name ILIKE '%É%'",
      "attribute.name LIKE '%a'",
      "attributes.name LIKE '%a'",
      "attr.name LIKE '%a'",
      "experiment.name LIKE '%a'",
      "`name` LIKE '%a'",
      'name LIKE "%a"',
      "tags.team = 'vision'",
      "tag.team = 'vision'",
      "tags.team != 'vision'",
      "tags.team LIKE 'V%'",
      "tags.team ILIKE 'V%'",
      "tags.`a.b c` = 'x'",
      "tags.\"a.b c\" = 'x'",
      "tags.empty = ''",
      "tags.team IS NULL",
      "tags.team IS NOT NULL",
      "tags.`mlflow.experiment.isGateway` IS NULL",
      "tags.team = 'vision' AND tags.`a.b c` = 'x'",
      "tags.team = 'vision' and name like '%a'",
      "creation_time > 0",
      "creation_time < 1",
      "last_update_time >= 1000",
      "last_update_time <= 1000",
      "creation_time != 5",
      "creation_time = 5",
    ]) {
      await search(filter);
    }
  },

  "what a filter may not say": async (probe) => {
    const { refuse } = await prepare(probe);
    for (const filter of [
      "name",
      "name = ",
      "name = alpha",
      "name > 'a'",
      "name IN ('a', 'b')",
      "nope = 'a'",
      "foo.bar = 'a'",
      "params.x = '1'",
      "metrics.x > 1",
      "tags.team > 'a'",
      "tags.team = 5",
      "tags.team IN ('a')",
      "creation_time LIKE '1'",
      "creation_time > 'a'",
      "creation_time > 1.5",
      "experiment_id = '0'",
      "artifact_location = 'x'",
      "lifecycle_stage = 'active'",
      "name = 'a' OR name = 'b'",
      "NOT name = 'a'",
      "(name = 'a')",
      "name = 'a' name = 'b'",
      "name = 'a' AND",
      "AND name = 'a'",
      "name = 'unclosed",
      "name == 'a'",
      "name = NULL",
      "tags.a-b = 'x'",
      "lower(name) = 'x'",
      "creation_time > now()",
      "name IS NULL",
      "'a' = name",
      "; DROP TABLE experiments",
      "name = 'a'; name = 'b'",
      "name = 'a' -- comment",
      "tags. = 'a'",
      "tags.`` = 'a'",
    ]) {
      await refuse(filter);
    }
  },

  "order, views and pages": async (probe) => {
    const { search } = await prepare(probe);
    for (const order of [
      ["name"],
      ["name ASC"],
      ["name DESC"],
      ["name desc"],
      ["experiment_id DESC"],
      ["creation_time ASC", "name DESC"],
      ["attribute.name DESC"],
      ["last_update_time"],
      ["name", "name DESC"],
      ["`name` DESC"],
      ["nope"],
      ["name SIDEWAYS"],
      ["tags.team"],
      ["metrics.x"],
      [""],
      ["name ASC DESC"],
      ["name, experiment_id"],
    ]) {
      await search("", { order_by: order }, `order by ${JSON.stringify(order)}`);
    }
    await search("", { view_type: "DELETED_ONLY" }, "deleted ones");
    await search("", { view_type: "ALL", order_by: ["name"] }, "all of them");
    await search("", { view_type: 1 }, "a view by its number");
    await search("", { view_type: "3", order_by: ["name"] }, "a view by its number as text");
    await search("", { view_type: "NOPE" }, "an unknown view");
    await search("", { view_type: 9 }, "an unknown number of a view");
    await search("", { view_type: null }, "null as view");
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await search(
        "",
        { max_results: 2, order_by: ["name"], ...(token ? { page_token: token } : {}) },
        "page",
      );
      token = page.next_page_token;
      pages += 1;
    } while (token && pages < 6);
  },

  "limits and tokens": async (probe) => {
    const search = (fields: object, step: string) => probe.post("experiments/search", fields, step);
    await probe.post("experiments/search", { filter: "name = 'none at all'" }, "no max_results");
    await search({ max_results: 0 }, "0");
    await search({ max_results: -1 }, "-1");
    await search({ max_results: 50_000, filter: "name = 'none'" }, "50,000");
    await search({ max_results: 50_001, filter: "name = 'none'" }, "50,001");
    await search({ max_results: "1", filter: "name = 'none'" }, "a text of digits");
    await search({ max_results: "abc" }, "a text");
    await search({ max_results: 1.5 }, "a fraction");
    await search({ max_results: null, filter: "name = 'none'" }, "null");
    await search({ max_results: 1, page_token: "!!!" }, "a token that is no base64");
    await search({ max_results: 1, page_token: "YWJj" }, "a token that is no JSON");
    await search({ max_results: 1, page_token: "", filter: "name = 'none'" }, "an empty token");
    await search(
      { max_results: 1, order_by: "name", filter: "name = 'none'" },
      "order_by as a text",
    );
    await search({ max_results: 1, filter: 5 }, "a number as filter");
    await search({ max_results: 1, filter: "   " }, "a blank filter");
    await probe.get("experiments/search", { max_results: 1, filter: "name = 'Default'" });
    await probe.get(
      "experiments/search",
      {
        max_results: 5,
        view_type: "ALL",
        order_by: ["name", "experiment_id"],
        filter: "name = 'Default'",
      },
      "GET with lists",
    );
    await probe.get("experiments/search", {}, "GET without max_results");
    await probe.get("experiments/search", { max_results: "x" }, "GET with a text as number");
  },
};
