import { expect, test } from "vitest";
import { PendingChange } from "./pending-change.ts";

test("makes one change of many, each run once", () => {
  const pending = new PendingChange();
  pending.add({ runs: [{ run_id: "a", experiment_id: "1", what: ["created"] }] });
  pending.add({ runs: [{ run_id: "a", what: ["metrics"] }] });
  pending.add({ runs: [{ run_id: "a", what: ["metrics"] }], experiments: true });
  expect(pending.take()).toEqual({
    experiments: true,
    runs: [{ run_id: "a", experiment_id: "1", what: ["created", "metrics"] }],
  });
  expect(pending.isEmpty).toBe(true);
});

test("names no run any more when they are too many", () => {
  const pending = new PendingChange();
  for (let id = 0; id < 5000; id += 1) {
    pending.add({ runs: [{ run_id: String(id), what: ["metrics"] }] });
  }
  expect(pending.take()).toEqual({ everything: true });
});
