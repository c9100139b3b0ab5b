import { IS_MYSQL, IS_POSTGRESQL } from "@mlflow-ts/store/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { countRows } from "./testing/database.ts";
import { createRun, textAt } from "./testing/requests.ts";
import { post } from "./testing/send.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

type Fields = Readonly<Record<string, unknown>>;

let server: TestServer;
let ids: { run_id: string; model_id: string };
beforeAll(async () => {
  server = await startTestServer({}, { MLFLOW_TRUNCATE_LONG_VALUES: "false" });
  const model = await post(server, "logged-models", { experiment_id: "0", name: "m" });
  ids = {
    run_id: await createRun(server),
    model_id: textAt(model.json, "model", "info", "model_id"),
  };
});
afterAll(() => server.remove());

const text = (length: number) => "x".repeat(length);
const list = (length: number, prefix: string) =>
  Array.from({ length }, (_, i) => ({ key: `${prefix}${i}`, value: "1", timestamp: 1 }));

let names = 0;
const freshName = () => `limit ${names++} `;

/** Requests that are allowed with the number given, and refused with one more. */
const LIMITS: [what: string, endpoint: string, limit: number, fields: (size: number) => Fields][] =
  [
    ["metrics in a batch", "runs/log-batch", 1000, (n) => ({ metrics: list(n, "m") })],
    ["params in a batch", "runs/log-batch", 100, (n) => ({ params: list(n, "p") })],
    ["tags in a batch", "runs/log-batch", 100, (n) => ({ tags: list(n, "t") })],
    [
      "metrics, params and tags together in a batch",
      "runs/log-batch",
      1000,
      (n) => ({ metrics: list(n - 50, "o"), params: list(25, "q"), tags: list(25, "u") }),
    ],
    [
      "characters of a metric's key",
      "runs/log-metric",
      250,
      (n) => ({ key: text(n), value: 1, timestamp: 1 }),
    ],
    [
      "characters of a param's key",
      "runs/log-parameter",
      250,
      (n) => ({ key: text(n), value: "1" }),
    ],
    ["characters of a param", "runs/log-parameter", 6000, (n) => ({ key: "long", value: text(n) })],
    ["characters of a tag's key", "runs/set-tag", 250, (n) => ({ key: text(n), value: "1" })],
    ["characters of a run's tag", "runs/set-tag", 8000, (n) => ({ key: "long", value: text(n) })],
    [
      "characters of an experiment's tag",
      "experiments/set-experiment-tag",
      20_000,
      (n) => ({ experiment_id: "0", key: "long", value: text(n) }),
    ],
    [
      "characters of an experiment's name",
      "experiments/create",
      // The columns of these are shorter than what MLflow allows.
      IS_POSTGRESQL || IS_MYSQL ? 256 : 500,
      (n) => ({ name: freshName().padEnd(n, "x") }),
    ],
    [
      "characters of a model's tag",
      "logged-models",
      IS_MYSQL ? 65_535 : 100_000,
      (n) => ({ experiment_id: "0", name: "n", tags: [{ key: "long", value: text(n) }] }),
    ],
    [
      "characters of a model's name",
      "logged-models",
      500,
      (n) => ({ experiment_id: "0", name: text(n) }),
    ],
    ["runs on a page", "runs/search", 50_000, (n) => ({ experiment_ids: ["0"], max_results: n })],
    ["experiments on a page", "experiments/search", 50_000, (n) => ({ max_results: n })],
  ];

it.each(LIMITS)("takes so many %s and not one more", async (_what, endpoint, limit, fields) => {
  const within = await post(server, endpoint, { ...ids, ...fields(limit) });
  expect([within.status, within.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  const before = await countRows(server);
  const { status, json } = await post(server, endpoint, { ...ids, ...fields(limit + 1) });
  expect([status, json]).toMatchObject([400, { error_code: "INVALID_PARAMETER_VALUE" }]);
  expect(await countRows(server)).toEqual(before);
});

it.each<[what: string, endpoint: string, fields: (size: number) => Fields]>([
  ["experiments to search", "runs/search", (n) => ({ experiment_ids: Array(n).fill("0") })],
  [
    "columns to order by",
    "runs/search",
    (n) => ({ experiment_ids: ["0"], order_by: Array(n).fill("metrics.a") }),
  ],
  ["tags of a new run", "runs/create", (n) => ({ experiment_id: "0", tags: list(n, "t") })],
  [
    "tags of a new experiment",
    "experiments/create",
    (n) => ({ name: freshName(), tags: list(n, "t") }),
  ],
  [
    "datasets of a run",
    "runs/log-inputs",
    (n) => ({
      datasets: Array.from({ length: n }, () => ({
        dataset: { name: "d", digest: "d", source_type: "s", source: "s" },
      })),
    }),
  ],
  [
    "datasets of a search for models",
    "logged-models/search",
    (n) => ({
      experiment_ids: ["0"],
      datasets: Array.from({ length: n }, () => ({ dataset_name: "d" })),
    }),
  ],
  [
    "params of a model",
    "logged-models",
    (n) => ({ experiment_id: "0", name: "p", params: list(n, "p") }),
  ],
])(
  "answers huge numbers of %s, and refuses them past ten thousand",
  async (_what, endpoint, fields) => {
    for (const size of [2000, 10_000, 10_001, 100_000]) {
      const { status, json } = await post(server, endpoint, { ...ids, ...fields(size) });
      expect([200, 400]).toContain(status);
      if (status === 400) expect(json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
      if (size > 10_000) expect(status).toBe(400);
    }
  },
);
