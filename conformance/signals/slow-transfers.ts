import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";

const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/signals";
const PARTS = 20;
const PAUSE_MS = 100;
const PART = Buffer.alloc(100_000, "0123456789");

/** What a slow upload stores; large enough that no buffer between holds a download of it. */
export const CONTENT = Buffer.alloc(20_000_000, PART);

/** Uploads a file of two million bytes over two seconds; answers the status. */
export async function uploadSlowly(url: string, name: string): Promise<number> {
  const outgoing = request(`${url}${ARTIFACTS}/${name}`, { method: "PUT", agent: false });
  const answered = once(outgoing, "response");
  for (let part = 0; part < PARTS; part++) {
    outgoing.write(PART);
    await Promise.race([sleep(PAUSE_MS), answered]);
  }
  outgoing.end();
  const [answer] = (await answered) as [IncomingMessage];
  await text(answer);
  return answer.statusCode ?? 0;
}

/** Downloads a file with a pause after each of twenty parts of it. */
export async function downloadSlowly(url: string, name: string): Promise<Buffer> {
  const outgoing = request(`${url}${ARTIFACTS}/${name}`, { agent: false });
  outgoing.end();
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  let pauseAfter = 0;
  let received = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    received += chunk.length;
    if (received < pauseAfter) continue;
    pauseAfter += CONTENT.length / PARTS;
    await sleep(PAUSE_MS);
  }
  return Buffer.concat(chunks);
}

/** Stores the file that is to be downloaded. */
export async function uploadContent(url: string, name: string): Promise<void> {
  const answer = await fetch(`${url}${ARTIFACTS}/${name}`, { method: "PUT", body: CONTENT });
  if (answer.status !== 200) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
}

/** A connection that has had an answer and is kept open, as those of a browser and of a pool. */
export async function openIdleConnection(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  return socket;
}
