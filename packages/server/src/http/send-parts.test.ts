import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { StreamedJson } from "@mlflow-ts/contract";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sendParts } from "./send-parts.ts";

let app: FastifyInstance;

afterEach(() => app.close());

async function serve(parts: () => AsyncIterable<Uint8Array>): Promise<string> {
  app = Fastify({ forceCloseConnections: true });
  app.get("/", async (request, reply) => sendParts(request, reply, new StreamedJson(parts())));
  return app.listen({ port: 0, host: "127.0.0.1" });
}

/** An answer of which nothing is read yet. */
async function open(url: string): Promise<IncomingMessage> {
  const request = httpRequest(url);
  request.on("error", () => {});
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

const MEGABYTE = new Uint8Array(1_000_000).fill(32);
const LARGE = 200;

describe("an answer in parts", () => {
  it("is all of them, without a length told before", async () => {
    const url = await serve(async function* () {
      for (const part of ["[1", ",2", "]"]) yield Buffer.from(part);
    });
    const response = await fetch(url);
    expect(await response.json()).toEqual([1, 2]);
    expect(response.headers.get("content-length")).toBeNull();
  });

  it("is cut where a part fails, never ended as if it were whole", async () => {
    const url = await serve(async function* () {
      yield Buffer.from("[1]");
      await sleep(10);
      throw new Error("the database is gone");
    });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
  });

  it("is made no faster than its client takes it", async () => {
    let made = 0;
    const url = await serve(async function* () {
      for (; made < LARGE; made += 1) yield MEGABYTE;
    });
    const response = await open(url);
    let before = -1;
    while (before !== made) {
      before = made;
      await sleep(200);
    }
    // What two sockets hold by themselves.
    expect(made).toBeLessThan(LARGE / 2);
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) size += chunk.length;
    expect(size).toBe(LARGE * MEGABYTE.length);
  });

  it("is not made any more once its client has left", async () => {
    let hasEnded = false;
    let made = 0;
    const url = await serve(async function* () {
      try {
        for (; made < LARGE; made += 1) yield MEGABYTE;
      } finally {
        hasEnded = true;
      }
    });
    const response = await open(url);
    response.destroy();
    await vi.waitFor(() => expect(hasEnded).toBe(true), { timeout: 5000 });
    expect(made).toBeLessThan(LARGE);
  });

  it("is not made at all for HEAD", async () => {
    const made = vi.fn<() => void>();
    const url = await serve(async function* () {
      made();
      yield MEGABYTE;
    });
    const response = await fetch(url, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBeNull();
    expect(made).not.toHaveBeenCalled();
  });
});
