import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const command = ["--conditions=source", fileURLToPath(new URL("./index.ts", import.meta.url))];
// Without runs: what is tested is the same on every database.
const server = [...command, "server", "--artifacts-only", "--workers", "3"];

vi.setConfig({ testTimeout: 60_000 });

let cwd: string;
let child: ChildProcess;
let url: string;
let log: string;

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), "mlflow-ts-workers-"));
  const started = spawn(process.execPath, [...server, "--port", "0"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = started;
  log = "";
  started.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const [welcome] = (await once(started.stdout.setEncoding("utf8"), "data")) as [string];
  url = /http:\/\/\S+/.exec(welcome)?.[0] ?? "";
});
afterEach(() => {
  child.kill("SIGKILL");
  rmSync(cwd, { recursive: true, maxRetries: 3 });
});

function workers(): number[] {
  const list = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  return list.trim().split(" ").filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Each on a connection of its own, so that they go to several workers. */
async function ask(path: string, count = 1): Promise<Response[]> {
  const answers: Response[] = [];
  for (let i = 0; i < count; i += 1) {
    answers.push(await fetch(url + path, { headers: { connection: "close" } }));
  }
  return answers;
}

async function countOfVersions(): Promise<number> {
  const [answer] = await ask("/metrics");
  const text = (await answer?.text()) ?? "";
  return Number(/_count\{method="GET",route="\/version",status="200"\} (\d+)/.exec(text)?.[1]);
}

test("counts in /metrics what all workers answered, and goes on counting when some were killed", async () => {
  // Counting begins a moment after each has started.
  await vi.waitFor(async () => {
    await ask("/version", 3);
    const before = await countOfVersions();
    await ask("/version", 6);
    expect((await countOfVersions()) - before).toBe(6);
  }, 30_000);
  const before = await countOfVersions();
  const victims = workers().slice(1);
  for (const pid of victims) process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(workers()).toHaveLength(1));
  expect(await countOfVersions()).toBe(before);
  for (const pid of victims) {
    expect(log).toContain(`"workerPid":${pid},"exitCode":null,"signalCode":"SIGKILL"`);
  }
});

test("answers on the same port when all workers were killed at once", async () => {
  const first = workers();
  for (const pid of first) process.kill(pid, "SIGKILL");
  await vi.waitFor(
    async () => {
      for (const { status } of await ask("/health", 6)) expect(status).toBe(200);
      expect(workers()).toHaveLength(3);
    },
    { timeout: 50_000, interval: 100 },
  );
  expect(workers().filter((pid) => first.includes(pid))).toEqual([]);
});

test("ends with all workers and exit code 0 on SIGTERM, although a client never finishes", async () => {
  const pids = workers();
  const upload = fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/never`, {
    method: "PUT",
    body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }),
    duplex: "half",
  }).catch(() => undefined);
  await new Promise((done) => setTimeout(done, 200));
  const began = performance.now();
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(5500);
  await upload;
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]));
});

test("leaves no worker behind when the process that supervises them is killed", async () => {
  const pids = workers();
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 30_000 });
});

test("says once what keeps it from starting, with exit code 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  // A TCP server's address is an object.
  const { port } = other.address() as AddressInfo;
  const args = [...server, "--port", String(port)];
  const ended = await new Promise<{ code: unknown; stderr: string }>((done) => {
    execFile(process.execPath, args, { cwd }, (error, _, stderr) =>
      done({ code: error?.code, stderr }),
    );
  });
  other.close();
  expect(ended.code).toBe(1);
  expect(ended.stderr.trim().split("\n")).toEqual([
    expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
  ]);
});
