import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, PYTHON3 } from "../servers.ts";

const START_TIMEOUT_MS = 60_000;
const NAME = "artifacts";

/** A bucket that can be taken away and given back with all that is in it. */
export interface Bucket {
  readonly uri: string;
  /** What a server needs to reach it. */
  readonly env: Readonly<Record<string, string>>;
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A bucket of moto's. Ending moto would end what it holds, so servers reach it through a door that
 * is closed: connections are cut then, and new ones refused.
 */
export async function startBucket(): Promise<Bucket> {
  const port = await findFreePort();
  const moto = spawn(PYTHON3, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(`${url}/moto-api/`);
  await fetch(`${url}/${NAME}`, { method: "PUT" });
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    const inside = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [socket, inside],
      [inside, socket],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const open = async (at: number): Promise<number> => {
    await once(door.listen(at, "127.0.0.1"), "listening");
    // A TCP server's address is an object.
    return (door.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    const closed = once(door, "close");
    door.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const doorPort = await open(0);
  return {
    uri: `s3://${NAME}/chaos`,
    env: {
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "the-secret-of-the-test",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      MLFLOW_S3_ENDPOINT_URL: `http://127.0.0.1:${doorPort}`,
    },
    takeAway: close,
    giveBack: async () => void (await open(doorPort)),
    stop: async () => {
      if (door.listening) await close();
      const ended = once(moto, "exit");
      moto.kill("SIGKILL");
      await ended;
    },
  };
}

async function waitFor(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (performance.now() > deadline) throw new Error(`no answer from ${url}: is moto installed?`);
    await sleep(100);
  }
}
