import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.remove());

async function openConnection(): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1").setEncoding("utf8");
  await once(socket, "connect");
  return socket;
}

async function ask(socket: Socket): Promise<string> {
  socket.write(REQUEST);
  const [answer] = await once(socket, "data");
  return String(answer);
}

it("answers a request that comes on an open connection while the server closes, as its last", async () => {
  const used = await openConnection();
  expect(await ask(used)).toMatch(/connection: keep-alive/i);
  const unused = await openConnection();
  const closed = server.close();
  await sleep(50);
  for (const socket of [used, unused]) {
    const ended = once(socket, "close");
    const answer = await ask(socket);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toMatch(/connection: close/i);
    await ended;
  }
  await closed;
});

it("ends connections that stay idle, and takes no new ones", async () => {
  const used = await openConnection();
  await ask(used);
  const idle = [used, await openConnection()];
  const ended = Promise.all(idle.map((socket) => once(socket, "close")));
  const closed = server.close();
  await sleep(100);
  await expect(openConnection()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await ended;
  await closed;
});
