import { differ } from "./differ.ts";
import { BAD, DROPPED, DROPPING, FAILING, FAILS, FINE, NAMED, NO_SQL } from "./reasons.ts";

/** Steps as the scenarios name them; each answer names the field. */
function steps(fields: Readonly<Record<string, readonly unknown[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, values]) =>
      values.map((value) => [`${field} = ${JSON.stringify(value)}`, `parameter '${field}`]),
    ),
  );
}

const LISTS = [[1], { a: 1 }];
const ITEMS = [[31], ["x"], [null]];
const UNREAD = "what MLflow kept of the requests before, mostly as 0; ours kept what it had taken";

const VALUES = "wrong types > values of metrics";
const TIMES = "wrong types > steps and times of metrics";
const PARAMS = "wrong types > params of a batch";

export const WRONG_TYPE_DIFFERENCES = [
  ...differ("wrong types > experiments/create", NAMED, BAD, steps({ tags: ITEMS })),
  ...differ("wrong types > experiments/search", NAMED, BAD, steps({ max_results: [1.5, true] })),
  ...differ(
    "wrong types > experiments/search",
    FAILS,
    FAILING,
    steps({ max_results: LISTS, view_type: [["x"], { a: 1 }] }),
  ),
  ...differ(
    "wrong types > experiments/search",
    DROPPED,
    DROPPING,
    steps({ order_by: [[31], [null]], view_type: [31, true, ""] }),
  ),
  ...differ("wrong types > runs/create", NO_SQL, BAD, steps({ experiment_id: [null, ""] })),
  ...differ(
    "wrong types > runs/create",
    DROPPED,
    DROPPING,
    steps({
      user_id: [31, true, ["x"], { a: 1 }],
      start_time: [1.5, true],
      tags: [31, "foo", { a: 1 }, ...ITEMS],
    }),
  ),
  ...differ("wrong types > runs/create", FAILS, FAILING, steps({ start_time: LISTS })),
  ...differ("wrong types > runs/update", NAMED, BAD, steps({ status: [31, ["x"], { a: 1 }] })),
  ...differ(
    "wrong types > runs/update",
    DROPPED,
    DROPPING,
    steps({ status: [true, ""], end_time: [1.5, true] }),
  ),
  ...differ("wrong types > runs/update", FAILS, FAILING, steps({ end_time: LISTS })),
  ...differ(
    "wrong types > runs/log-metric",
    DROPPED,
    DROPPING,
    steps({ timestamp: [1.5, true], step: [1.5, true] }),
  ),
  ...differ(
    "wrong types > runs/log-metric",
    FAILS,
    FAILING,
    steps({ timestamp: LISTS, step: LISTS }),
  ),
  ...differ(
    "wrong types > runs/log-batch",
    FAILS,
    FAILING,
    steps({ metrics: ITEMS, params: ITEMS, tags: ITEMS }),
  ),
  ...differ(
    "wrong types > runs/log-inputs",
    DROPPED,
    DROPPING,
    steps({ datasets: ITEMS, models: ITEMS }),
  ),
  ...differ("wrong types > runs/outputs", DROPPED, DROPPING, steps({ models: [[31]] })),
  ...differ("wrong types > runs/outputs", NO_SQL, BAD, steps({ models: [["x"], [null]] })),
  ...differ(
    "wrong types > runs/search",
    DROPPED,
    DROPPING,
    steps({
      experiment_ids: [[31], [null]],
      run_view_type: [31, true, ["x"], { a: 1 }, ""],
      max_results: [1.5, true],
      page_token: [31, true, ["x"], { a: 1 }],
    }),
  ),
  ...differ("wrong types > runs/search", FAILS, FAILING, steps({ max_results: LISTS })),
  ...differ("wrong types > runs/search", NAMED, BAD, steps({ order_by: [[31], [null]] })),
  ...differ(
    "wrong types > logged-models",
    DROPPED,
    DROPPING,
    steps({ params: ITEMS, tags: ITEMS }),
  ),
  ...differ(
    "wrong types > logged-models/search",
    NAMED,
    BAD,
    steps({ experiment_ids: [[31], [null]], datasets: ITEMS, order_by: ITEMS }),
  ),
  ...differ(
    "wrong types > logged-models/search",
    DROPPED,
    DROPPING,
    steps({ max_results: [1.5, true] }),
  ),
  ...differ("wrong types > logged-models/search", FAILS, FAILING, steps({ max_results: LISTS })),
  ...differ(
    VALUES,
    "a number is written as JSON writes one; MLflow takes what Python's float() does",
    DROPPING,
    {
      "too huge": "parameter 'value'",
      spaced: "parameter 'value'",
      underscore: "parameter 'value'",
      true: "parameter 'value'",
    },
  ),
  ...differ(VALUES, DROPPED, DROPPING, {
    "raw NaN": "not valid JSON",
    "raw Infinity": "not valid JSON",
    "raw -Infinity": "not valid JSON",
    "raw 1e999": "parameter 'value'",
    "a text in a batch": "'metrics[0].value'",
  }),
  ...differ(VALUES, FAILS, FAILING, { list: "parameter 'value'", object: "parameter 'value'" }),
  ...differ(VALUES, UNREAD, FINE, {
    "GET runs/get": '"metrics":[{"key":"small nan","step":3,"timestamp":5,"value":"NaN"}]',
  }),
  ...differ(TIMES, DROPPED, DROPPING, {
    '"step":9223372036854775808': "parameter 'step'",
    '"step":-9223372036854775809': "parameter 'step'",
    '"step":1.5': "parameter 'step'",
    '"step":true': "parameter 'step'",
    '"timestamp":1.5': "parameter 'timestamp'",
    '"timestamp":true': "parameter 'timestamp'",
    '"timestamp":9223372036854775808': "parameter 'timestamp'",
  }),
  ...differ(TIMES, UNREAD, FINE, { "GET metrics/get-history": "{}" }),
  ...differ(PARAMS, DROPPED, DROPPING, {
    5: "'params[0].value'",
    true: "'params[0].value'",
    '["x"]': "'params[0].value'",
    '{"a":1}': "'params[0].value'",
  }),
  ...differ(PARAMS, UNREAD, FINE, { "GET runs/get": '"data":{"tags":[' }),
];
