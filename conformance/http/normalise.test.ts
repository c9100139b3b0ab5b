import { expect, it } from "vitest";
import { normalise } from "./normalise.ts";
import type { Exchange } from "./probe.ts";

const NOW_MS = 1_800_000_000_000;
const [ONE, TWO] = ["1".repeat(32), "2".repeat(32)];

function bodiesOf(...answers: readonly (readonly [step: string, body: unknown])[]): unknown[] {
  const exchanges = answers.map(([step, body]): Exchange => ({
    scenario: "area > scenario",
    step,
    method: "GET",
    path: "/",
    sent: undefined,
    status: 200,
    headers: {},
    body,
  }));
  return normalise(exchanges, NOW_MS).map(({ body }) => body);
}

it("names an id by the step in which it first appeared", () => {
  const [first, second] = bodiesOf(["a", { run_id: ONE }], ["b", { run_id: TWO, other: ONE }]);
  expect(first).toEqual({ run_id: "<id 1 of a>" });
  expect(second).toEqual({ run_id: "<id 1 of b>", other: "<id 1 of a>" });
});

it("keeps times that a client sent, and not those that a server made", () => {
  expect(bodiesOf(["a", { sent: 1_234_567, made: NOW_MS + 5000 }])).toEqual([
    { sent: 1_234_567, made: "<now>" },
  ]);
});

it("compares what a page token tells", () => {
  const token = (offset: number) =>
    Buffer.from(JSON.stringify({ experiment_ids: ["7"], offset })).toString("base64");
  const [two, three] = bodiesOf(
    ["a", { next_page_token: token(2) }],
    ["b", { next_page_token: token(3) }],
  );
  expect(two).toEqual({
    next_page_token: { experiment_ids: ["<experiment 1 of a>"], offset: 2 },
  });
  expect(three).not.toEqual(two);
  expect(bodiesOf(["a", { next_page_token: "no JSON" }])).toEqual([{ next_page_token: "no JSON" }]);
  const place = Buffer.from('{"offset": 2, "after": [5, 1, "0.5", 0]}').toString("base64");
  expect(bodiesOf(["a", { next_page_token: place }])).toEqual([{ next_page_token: { offset: 2 } }]);
});

it("orders what comes in the order of ids or rows, and nothing else", () => {
  const point = (run_id: string, step: number) => ({ key: "m", run_id, step });
  expect(
    bodiesOf(
      ["a", { one: ONE, two: TWO }],
      ["b", { metrics: [point(TWO, 2), point(TWO, 1), point(ONE, 0)], runs: ["b", "a"] }],
    )[1],
  ).toEqual({
    metrics: [
      { key: "m", run_id: "<id 1 of a>", step: 0 },
      { key: "m", run_id: "<id 2 of a>", step: 2 },
      { key: "m", run_id: "<id 2 of a>", step: 1 },
    ],
    runs: ["b", "a"],
  });
});
