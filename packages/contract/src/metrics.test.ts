import { expect, test } from "vitest";
import { runs } from "./runs.ts";

const { request } = runs.logBatch;

test("accepts a batch without metrics, as log_params sends it", () => {
  const batch = { run_id: "a", params: [{ key: "p", value: "1" }] };
  expect(request.safeParse(batch).data?.metrics).toEqual([]);
  expect(request.safeParse({ ...batch, metrics: null }).data?.metrics).toEqual([]);
});

test("names the point and field of a batch that are wrong", () => {
  const metrics = [
    { key: "m", value: 1, timestamp: 1 },
    { key: "m", value: "abc", timestamp: 2 },
  ];
  const refused = request.safeParse({ run_id: "a", metrics });
  expect(refused.error?.issues[0]?.path).toEqual(["metrics", 1, "value"]);
});
