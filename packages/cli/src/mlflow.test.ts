import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test, vi } from "vitest";

const command = ["--conditions=source", fileURLToPath(new URL("./index.ts", import.meta.url))];
const cwd = mkdtempSync(join(tmpdir(), "mlflow-ts-cli-"));
afterAll(() => rmSync(cwd, { recursive: true }));

// Each test starts processes, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `mlflow` to its end. */
function mlflow(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((done) => {
    const options = { cwd, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [...command, ...args], options, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts `mlflow server` on a free port and waits for the address that it prints. */
async function startServer(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string; welcome: string }> {
  const child = spawn(process.execPath, [...command, "server", "--port", "0", ...args], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  started.push(child);
  let welcome = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    welcome += chunk;
    if (welcome.includes("Ctrl+C")) break;
  }
  const url = /http:\/\/\S+/.exec(welcome)?.[0];
  if (url === undefined) throw new Error(`mlflow server printed no address: ${welcome}`);
  return { child, url, welcome };
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

test("prints its version and MLflow's", async () => {
  expect(await mlflow(["--version"])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^mlflow-ts \d+\.\d+\.\d+ \(MLflow 3\.17\.2\)\n$/),
    stderr: "",
  });
});

test("lists MLflow's flags and their variables in its help", async () => {
  const { code, stdout } = await mlflow(["server", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("-h, --host <host>");
  expect(stdout).toContain("[MLFLOW_BACKEND_STORE_URI]");
  expect(stdout).toContain("--no-serve-artifacts");
});

test("serves with MLflow's defaults and says what to do next", async () => {
  const { url, welcome, child } = await startServer();
  expect(welcome).toContain(`mlflow.set_tracking_uri("${url}")`);
  expect(welcome).toContain(join(cwd, "mlflow.db"));
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/get?experiment_id=0`);
  expect(await answer.json()).toMatchObject({
    experiment: { name: "Default", artifact_location: "mlflow-artifacts:/0" },
  });
  child.kill("SIGTERM");
  expect(await exitCodeOf(child)).toBe(0);
});

test("knows mlflow ui, an environment file and a static prefix", async () => {
  writeFileSync(join(cwd, "settings.env"), "MLFLOW_STATIC_PREFIX=/team\nMLFLOW_PORT=1\n");
  const child = spawn(
    process.execPath,
    [...command, "--env-file", "settings.env", "ui", "--port", "0"],
    { cwd, stdio: ["ignore", "pipe", "inherit"] },
  );
  started.push(child);
  const [welcome] = await once(child.stdout.setEncoding("utf8"), "data");
  const url = /http:\/\/\S+/.exec(welcome)?.[0] ?? "";
  expect(url).toMatch(/\/team$/);
  expect(await (await fetch(`${url}/health`)).text()).toBe("OK");
});

test("finishes a request in flight on SIGTERM, then ends with exit code 0", async () => {
  const { child, url } = await startServer();
  const path = `${url}/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/slow.txt`;
  const upload = request(path, { method: "PUT", headers: { "content-length": 10 } });
  const answered = once(upload, "response");
  upload.write("first");
  await once(upload, "socket");
  await new Promise((done) => setTimeout(done, 200));
  child.kill("SIGTERM");
  await new Promise((done) => setTimeout(done, 300));
  expect(child.exitCode).toBeNull();
  upload.end("later");
  const [response]: IncomingMessage[] = await answered;
  expect(response?.statusCode).toBe(200);
  if (response) await text(response);
  expect(await exitCodeOf(child)).toBe(0);
});

test("ends within five seconds of SIGTERM although a client never finishes", async () => {
  const { child, url } = await startServer();
  const path = `${url}/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/never.txt`;
  const upload = request(path, { method: "PUT", headers: { "content-length": 10 } });
  upload.on("error", () => {});
  upload.write("first");
  await once(upload, "socket");
  await new Promise((done) => setTimeout(done, 200));
  const began = performance.now();
  child.kill("SIGTERM");
  child.kill("SIGINT");
  expect(await exitCodeOf(child)).toBe(0);
  expect(performance.now() - began).toBeLessThan(5000);
});

test.each([
  [["--bogus"], "mlflow: unknown option '--bogus'"],
  [["serve"], "mlflow: unknown command 'serve' (Did you mean server?)"],
  [["server", "--prot", "1"], "mlflow: unknown option '--prot' (Did you mean --port?)"],
  [["server", "extra"], "mlflow: too many arguments for 'server'."],
  [["server", "--port"], "mlflow: option '-p, --port <number>' argument missing"],
  [["server", "--port", "http"], "mlflow: --port is 'http'; it must be a whole number"],
  [["server", "--host", "no.such.host.invalid"], "mlflow: --host no.such.host.invalid is not"],
  [
    ["server", "--backend-store-uri", "mssql://h/d"],
    "mlflow: --backend-store-uri is 'mssql://h/d'",
  ],
  [["server", "--app-name", "basic-auth"], "mlflow: --app-name is not supported"],
])("refuses %j in one line with exit code 1", async (args, message) => {
  expectOneLine(await mlflow(args), message);
});

test("refuses a port in use in one line with exit code 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  // A TCP server's address is an object.
  const { port } = other.address() as AddressInfo;
  const outcome = await mlflow(["server", "--port", String(port)]);
  other.close();
  expectOneLine(outcome, `mlflow: Port ${port} on 127.0.0.1 is in use`);
});

test("refuses a file that is no database in one line with exit code 1", async () => {
  writeFileSync(join(cwd, "text.db"), "not a database, but longer than a header of SQLite's is");
  const outcome = await mlflow(["server", "--backend-store-uri", "sqlite:///text.db"]);
  expectOneLine(outcome, "text.db");
});

test("refuses a database in a folder that can't be made in one line with exit code 1", async () => {
  writeFileSync(join(cwd, "file"), "");
  const outcome = await mlflow(["server", "--backend-store-uri", "sqlite:///file/runs.db"]);
  expectOneLine(outcome, join(cwd, "file/runs.db"));
});

test("refuses a database of another MLflow version and names both versions", async () => {
  const database = new DatabaseSync(join(cwd, "old.db"));
  database.exec("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)");
  database.exec("INSERT INTO alembic_version VALUES ('451aebb31d03')");
  database.close();
  const outcome = await mlflow(["server"], { MLFLOW_BACKEND_STORE_URI: "sqlite:///old.db" });
  expectOneLine(outcome, "451aebb31d03");
  expect(outcome.stderr).toContain("mlflow db upgrade");
});

function expectOneLine({ code, stdout, stderr }: Outcome, message: string): void {
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stdout).toBe("");
  expect(code).toBe(1);
}
