import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, NODE, removeFolder } from "../servers.ts";
import { HAS_MLFLOW, runOurs, runPython } from "./mlflow.ts";

// A server that lets nobody in and writes down who came.
let server: Server;
let host: string;
let folder: string;
let seen: (string | undefined)[] = [];

beforeAll(async () => {
  folder = await makeFolder("credentials");
  server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end("no entry");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await removeFolder(folder);
});

const SECRET = "s3cret";
const TRAINING = join(import.meta.dirname, "../sdk/offline-training.mjs");
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString("base64")}`;

interface Case {
  readonly name: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly expected: string;
}

const CASES: readonly Case[] = [
  { name: "in the address", user: `ann:${SECRET}@`, env: {}, expected: basic(`ann:${SECRET}`) },
  {
    name: "in the address, escaped",
    user: `a%40b.org:${SECRET}%2F%3A@`,
    env: {},
    expected: basic(`a@b.org:${SECRET}/:`),
  },
  {
    name: "in the variables for a user",
    user: "",
    env: { MLFLOW_TRACKING_USERNAME: "ann", MLFLOW_TRACKING_PASSWORD: SECRET },
    expected: basic(`ann:${SECRET}`),
  },
  {
    name: "in the variable for a token",
    user: "",
    env: { MLFLOW_TRACKING_TOKEN: SECRET },
    expected: `Bearer ${SECRET}`,
  },
  {
    name: "in both: the address goes first",
    user: `ann:${SECRET}@`,
    env: { MLFLOW_TRACKING_USERNAME: "bob", MLFLOW_TRACKING_PASSWORD: "other" },
    expected: basic(`ann:${SECRET}`),
  },
];

test.each(CASES)("user and password $name are sent, and never shown", async (one) => {
  const env = { MLFLOW_TRACKING_URI: `http://${one.user}${host}`, ...one.env };
  for (const command of ["experiments search", "doctor", "doctor --json"]) {
    seen = [];
    const { code, stdout, stderr } = await runOurs(command.split(" "), { cwd: folder, env });
    expect(code).toBe(1);
    expect(seen[0]).toBe(one.expected);
    expect(stdout + stderr).not.toContain(SECRET);
  }
  if (!HAS_MLFLOW) return;
  seen = [];
  await runPython("import mlflow; mlflow.search_experiments()", { cwd: folder, env });
  expect(seen[0]).toBe(one.expected);
});

test("a program may name its address with a user, and is never told the password again", async () => {
  const uri = `http://ann:${SECRET}@${host}/prefix/`;
  seen = [];
  const client = new mlflow.MlflowClient(uri);
  const refused = await client.getRun("a").catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 401 });
  expect(seen).toEqual([basic(`ann:${SECRET}`)]);
  expect(client.trackingUri).toBe(`http://${host}/prefix`);
  mlflow.setTrackingUri(uri);
  expect(mlflow.getTrackingUri()).toBe(`http://${host}/prefix`);
  const rest = mlflow.createClient({ baseUrl: "http://ann:s3cret@127.0.0.1:1" });
  const away = await rest.getRun({ run_id: "a" }).catch(String);
  expect(away).toContain("http://127.0.0.1:1");
  expect(away).not.toContain(SECRET);
});

test.each([`http://ann:${SECRET}/@h`, `ftp://ann:${SECRET}@h`])(
  "an address that can't be used is refused without its password: %s",
  (uri) => {
    expect(() => mlflow.setTrackingUri(uri)).toThrow("://***@h");
    expect(() => mlflow.setTrackingUri(uri)).not.toThrow(SECRET);
  },
);

test.each(["http://ann:s3cret@127.0.0.1:1", "postgresql://ann:s3cret@127.0.0.1:1/runs"])(
  "what waits on disk to be sent holds no password: %s",
  (uri) => {
    const env = { MLFLOW_TRACKING_URI: uri, MLFLOW_TS_OFFLINE: "1", EXPERIMENT: "a", KILLED: "1" };
    spawnSync(NODE, [TRAINING], { cwd: folder, env: { ...process.env, ...env } });
    const spool = join(folder, "mlflow-spool");
    const kept = readdirSync(spool).map((name) => readFileSync(join(spool, name), "utf8"));
    rmSync(spool, { recursive: true });
    expect(kept.join("")).toContain("127.0.0.1:1");
    expect(kept.join("")).not.toContain(SECRET);
  },
);

test("a database's address is told without its password", () => {
  const uri = `postgresql+psycopg2://ann:${SECRET}@h:5432/runs?sslmode=require&password=${SECRET}`;
  expect(new mlflow.MlflowClient(uri).trackingUri).toBe(
    "postgresql+psycopg2://ann@h:5432/runs?sslmode=require&password=***",
  );
});

test("a database that is away is named in one line, without its password", async () => {
  const env = { MLFLOW_TRACKING_URI: `postgresql://ann:${SECRET}@127.0.0.1:1/runs` };
  const { code, stderr } = await runOurs(["experiments", "search"], { cwd: folder, env });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^mlflow: Could not reach the database postgresql:\/\/ann@127\.0\.0\.1:1\/runs: [^\n]+\n$/,
  );
});

test("mlflow sync shows no password either", async () => {
  const to = `http://ann:${SECRET}@${host}`;
  for (const from of ["mlflow-spool", `http://${host}`]) {
    const { stdout, stderr } = await runOurs(["sync", from, to, "--dry-run"], { cwd: folder });
    expect(stdout + stderr).not.toBe("");
    expect(stdout + stderr).not.toContain(SECRET);
  }
});
