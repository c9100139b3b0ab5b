import { IS_MYSQL, IS_POSTGRESQL } from "@mlflow-ts/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRun } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

describe.skipIf(!IS_POSTGRESQL && !IS_MYSQL)("two servers on one database", () => {
  let a: TestServer;
  let b: TestServer;

  beforeEach(async () => {
    a = await startTestServer();
    b = await startTestServer({ backendStoreUri: a.databaseUri });
  });
  afterEach(async () => {
    await b.remove();
    await a.remove();
  });

  it("show a page of one what is written on the other within two seconds", async () => {
    const live = await fetch(`${a.url}/ajax-api/2.0/mlflow-ts/live`);
    const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
    // Its first bytes are there, so it listens; the connection that hears of others comes with it.
    await reader?.read();
    await new Promise((done) => setTimeout(done, 500));
    const began = performance.now();
    const runId = await createRun(b);
    let heard = "";
    while (!heard.includes(runId)) heard += (await reader?.read())?.value ?? "";
    expect(performance.now() - began).toBeLessThan(2000);
    expect(heard).toContain('"created"');
    await reader?.cancel();
  });

  it("take each other's page tokens, and see each other's writes at once", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.push(await createRun(i % 2 === 0 ? a : b));
    const metrics = ids.map((_, step) => ({ key: "loss", value: step, timestamp: 1, step }));
    await post(a, "runs/log-batch", { run_id: ids[0], metrics });
    const found: string[] = [];
    const steps: unknown[] = [];
    let token: string | undefined;
    for (let turn = 0; turn === 0 || token; turn += 1) {
      const server = turn % 2 === 0 ? a : b;
      const page = await search(server, token);
      found.push(...page.runs.map(({ info }) => info.run_id));
      token = page.next_page_token;
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
    for (let turn = 0; turn === 0 || token; turn += 1) {
      const server = turn % 2 === 0 ? b : a;
      const page: History = await history(server, ids[0] ?? "", token);
      steps.push(...page.metrics.map(({ step }) => Number(step)));
      token = page.next_page_token;
    }
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("show in charts and tables of one the points that the other takes, each time anew", async () => {
    const runId = await createRun(a);
    for (let step = 0; step < 6; step += 1) {
      const metric = { run_id: runId, key: "loss", value: step, timestamp: 1, step };
      await post(step % 2 === 0 ? a : b, "runs/log-metric", metric);
      for (const server of [a, b]) {
        const { json: charts } = await postOwn(server, "metrics/series", {
          run_ids: [runId],
          metric_keys: ["loss"],
        });
        expect(charts).toMatchObject({ series: [{ count: step + 1 }] });
        const { text: table } = await postOwn(server, "runs/window", {
          experiment_ids: ["0"],
          metric_keys: ["loss"],
        });
        expect(table).toContain(runId);
      }
    }
  });
});

function postOwn(server: TestServer, path: string, body: Record<string, unknown>) {
  return send(server, { method: "POST", path: `/ajax-api/2.0/mlflow-ts/${path}`, body });
}

interface Page {
  runs: { info: { run_id: string } }[];
  next_page_token?: string;
}
interface History {
  metrics: { step: string }[];
  next_page_token?: string;
}

async function search(server: TestServer, page_token?: string): Promise<Page> {
  const fields = { experiment_ids: ["0"], max_results: 2, page_token };
  return JSON.parse((await post(server, "runs/search", fields)).text);
}

async function history(server: TestServer, runId: string, token = ""): Promise<History> {
  const path = `/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=loss&max_results=2`;
  return JSON.parse((await send(server, { path: `${path}&page_token=${token}` })).text);
}
