import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRun } from "../testing/requests.ts";
import { post } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});

afterEach(() => server.remove());

/** A page that listens. */
class Page {
  readonly #response: IncomingMessage;
  readonly #changes: unknown[] = [];
  #rest = "";
  #wake = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding("utf8").on("data", (text: string) => {
      const events = (this.#rest + text).split("\n\n");
      this.#rest = events.pop() ?? "";
      for (const event of events) {
        const data = /^event: change\ndata: (.*)$/.exec(event)?.[1];
        if (data !== undefined) this.#changes.push(JSON.parse(data));
      }
      this.#wake();
    });
    response.on("error", () => {});
  }

  get headers() {
    return this.#response.headers;
  }

  async nextChange(): Promise<unknown> {
    while (this.#changes.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
    return this.#changes.shift();
  }

  /** Settles when the server ends the stream. */
  ended(): Promise<unknown> {
    return once(this.#response, "close");
  }

  leave(): void {
    this.#response.destroy();
  }
}

async function openPage(): Promise<Page> {
  const request = get(`${server.url}/ajax-api/2.0/mlflow-ts/live`);
  // Emitted with the one incoming message.
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const page = new Page(response);
  // Its first bytes are there, so it listens.
  await once(response, "data");
  return page;
}

test("tells which run changed and in what, changes of a moment together", async () => {
  const page = await openPage();
  expect(page.headers["content-type"]).toContain("text/event-stream");
  const runId = await createRun(server);
  await post(server, "runs/log-metric", { run_id: runId, key: "loss", value: 1, timestamp: 1 });
  expect(await page.nextChange()).toEqual({
    runs: [{ run_id: runId, experiment_id: "0", what: ["created", "metrics"] }],
  });
  await post(server, "runs/log-batch", { run_id: runId, params: [{ key: "lr", value: "1" }] });
  expect(await page.nextChange()).toEqual({
    runs: [{ run_id: runId, experiment_id: "0", what: ["data"] }],
  });
  page.leave();
});

test("tells of experiments, and nothing of what was refused", async () => {
  const page = await openPage();
  await post(server, "runs/log-metric", { run_id: "0".repeat(32), key: "loss", value: 1 });
  await post(server, "experiments/create", { name: "mnist" });
  expect(await page.nextChange()).toEqual({ experiments: true });
  page.leave();
});

test("tells that another program has changed the database", async () => {
  const page = await openPage();
  const other = await server.openDatabase();
  await other.run("UPDATE experiments SET name = 'renamed'");
  expect(await page.nextChange()).toEqual({ everything: true });
  await other.close();
  page.leave();
});

test("ends the streams at once when the server ends", async () => {
  const page = await openPage();
  const ended = page.ended();
  const before = performance.now();
  await server.close();
  await ended;
  // Long before the connections would be cut.
  expect(performance.now() - before).toBeLessThan(3500);
});

test("refuses a page of a foreign name, as on every route", async () => {
  const request = get(`${server.url}/ajax-api/2.0/mlflow-ts/live`, {
    headers: { host: "evil.example" },
  });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(403);
  response.destroy();
});
