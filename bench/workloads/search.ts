import { createHash } from "node:crypto";
import { API, at, listAt, parseJson, textAt } from "../api.ts";
import { encodeRequest, type Target } from "../load.ts";
import { expectOk, keepBusy, type Span } from "../measure.ts";
import { SEEDED_EXPERIMENT_ID } from "../seed.ts";
import type { Outcome, Workload } from "./workload.ts";

/** A search as a person sends it from the page: three conditions of three kinds, ordered. */
export const filteredSearch: Workload = {
  name: "search",
  title: "filtered and ordered search over 2,000 runs",
  unit: "ms",
  figure: "time",
  needs: { sqlite: { atLeast: 8 }, postgresql: { atLeast: 10 } },
  run: (target, span) =>
    search(target, span, {
      experiment_ids: [SEEDED_EXPERIMENT_ID],
      filter: "metrics.val_loss < 0.5 and params.optimizer = 'adam' and tags.team LIKE 'vision%'",
      order_by: ["metrics.val_accuracy DESC", "attributes.start_time DESC"],
      max_results: 100,
    }),
};

/** What MLflow's page asks for first, at its largest. */
export const firstPage: Workload = {
  name: "first-page",
  title: "first page of 1,000 runs",
  unit: "ms",
  figure: "time",
  needs: { sqlite: { atLeast: 8 }, postgresql: { atLeast: 10 } },
  run: (target, span) =>
    search(target, span, { experiment_ids: [SEEDED_EXPERIMENT_ID], max_results: 1000 }),
};

async function search(target: Target, span: Span, body: unknown): Promise<Outcome> {
  const request = encodeRequest(target, "POST", `${API}/runs/search`, body);
  let first: Buffer | undefined;
  const timing = await keepBusy(target, 1, span, 1, async (connection) => {
    const answer = expectOk(await connection.send(request));
    first ??= answer.body;
    // Equal requests on unchanged data: a shorter answer would be a wrong one.
    if (answer.body.length !== first.length) throw new Error("the answer changed between requests");
  });
  const runs = listAt(parseJson(first ?? Buffer.from("{}")), "runs");
  const digest = createHash("sha256");
  for (const run of runs) {
    const values = [
      textAt(run, "info", "run_id"),
      ...["metrics", "params", "tags"].flatMap((kind) => describe(listAt(run, "data", kind))),
    ];
    digest.update(JSON.stringify(values));
  }
  return {
    timing,
    verified: `${runs.length} runs in the same order with the same data as the other server`,
    digest: digest.digest("hex"),
  };
}

/** Order inside a run is not promised, so entries are sorted before they are compared. */
function describe(entries: Parameters<typeof at>[0][]): string[] {
  return entries
    .map((entry) => `${textAt(entry, "key")}=${JSON.stringify(at(entry, "value"))}`)
    .toSorted();
}
