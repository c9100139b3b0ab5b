import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigError, parseConfig, SERVER_OPTIONS, type ServerFlags } from "./config.ts";

const cwd = mkdtempSync(join(tmpdir(), "mlflow-ts-config-"));
afterAll(() => rmSync(cwd, { recursive: true }));

function configOf(flags: ServerFlags, env: Record<string, string> = {}) {
  return parseConfig(flags, env, cwd).config;
}

function refusal(flags: ServerFlags, env: Record<string, string> = {}): string {
  try {
    parseConfig(flags, env, cwd);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
}

test("without flags keeps everything in the current folder, as MLflow does", () => {
  expect(parseConfig({}, {}, cwd)).toEqual({
    notes: [],
    config: {
      backendStoreUri: "sqlite:///mlflow.db",
      databasePath: join(cwd, "mlflow.db"),
      defaultArtifactRoot: "mlflow-artifacts:/",
      artifactsDestination: join(cwd, "mlartifacts"),
      serveArtifacts: true,
      artifactsOnly: false,
      host: "127.0.0.1",
      port: 5000,
      staticPrefix: "",
      allowedHosts: undefined,
      corsAllowedOrigins: [],
      xFrameOptions: "SAMEORIGIN",
      disableSecurity: false,
      logLevel: "info",
      truncateLongValues: true,
    },
  });
});

test("reads MLflow's environment variables, and a flag wins over its variable", () => {
  const env = {
    MLFLOW_BACKEND_STORE_URI: "sqlite:////data/runs.db",
    MLFLOW_HOST: "0.0.0.0",
    MLFLOW_PORT: "6000",
    MLFLOW_STATIC_PREFIX: "/mlflow",
    MLFLOW_SERVER_ALLOWED_HOSTS: "a.example, *.b.example,",
    MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: "https://c.example",
    MLFLOW_SERVER_X_FRAME_OPTIONS: "deny",
    MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: "true",
    MLFLOW_ARTIFACTS_DESTINATION: "file:///data/my%20files",
    MLFLOW_TRUNCATE_LONG_VALUES: "false",
  };
  expect(configOf({ port: "7000" }, env)).toMatchObject({
    databasePath: "/data/runs.db",
    host: "0.0.0.0",
    port: 7000,
    staticPrefix: "/mlflow",
    allowedHosts: ["a.example", "*.b.example"],
    corsAllowedOrigins: ["https://c.example"],
    xFrameOptions: "DENY",
    disableSecurity: true,
    artifactsDestination: "/data/my files",
    truncateLongValues: false,
  });
});

test("takes an empty environment variable as not set", () => {
  expect(configOf({}, { MLFLOW_PORT: "", MLFLOW_SERVE_ARTIFACTS: "" })).toMatchObject({
    port: 5000,
    serveArtifacts: true,
  });
});

test.each([
  ["sqlite:///runs.db", "runs.db"],
  ["sqlite:///sub/runs.db?timeout=30", "sub/runs.db"],
  ["sqlite+pysqlite:///my%20runs.db", "my runs.db"],
])("finds the file of %s", (uri, path) => {
  expect(configOf({ backendStoreUri: uri }).databasePath).toBe(join(cwd, path));
});

test.each([
  ["postgresql://me:secret@db/mlflow", "PostgreSQL comes later"],
  ["postgresql+psycopg2://db/mlflow", "PostgreSQL comes later"],
  ["mysql+pymysql://db/mlflow", "MySQL is not planned"],
  ["mssql+pyodbc://db/mlflow", "SQL Server is not planned"],
  ["./mlruns", "runs kept as files"],
  ["file:///data/mlruns", "runs kept as files"],
  ["https://elsewhere", "another tracking server"],
  ["sqlite://", "names no file"],
  ["sqlite:///:memory:", "names no file"],
])("refuses the store %s and says what is supported", (uri, reason) => {
  const message = refusal({}, { MLFLOW_BACKEND_STORE_URI: uri });
  expect(message).toMatch(/^MLFLOW_BACKEND_STORE_URI is /);
  expect(message).toContain(reason);
  expect(message).toContain("sqlite:///mlflow.db");
  expect(message).not.toContain("secret");
});

test("without serving keeps artifacts where MLflow does", () => {
  expect(configOf({ serveArtifacts: false }).defaultArtifactRoot).toBe(join(cwd, "mlruns"));
  expect(configOf({ defaultArtifactRoot: "art" }).defaultArtifactRoot).toBe(join(cwd, "art"));
  expect(configOf({ defaultArtifactRoot: "s3://b/p" }).defaultArtifactRoot).toBe("s3://b/p");
});

test.each<[ServerFlags, string]>([
  [{ port: "abc" }, "--port is 'abc'; it must be a whole number from 0 to 65535."],
  [{ port: "70000" }, "--port is '70000'; it must be a whole number from 0 to 65535."],
  [{ port: "" }, "--port is empty; give it a value or leave it out."],
  [{ xFrameOptions: "maybe" }, "it must be one of SAMEORIGIN, DENY, NONE."],
  [{ staticPrefix: "mlflow" }, "--static-prefix is 'mlflow'; it must be a path such as /mlflow"],
  [{ staticPrefix: "/mlflow/" }, "--static-prefix is '/mlflow/'; it must be a path"],
  [{ staticPrefix: "/a/../b" }, "--static-prefix is '/a/../b'; it must be a path"],
  [{ staticPrefix: "/{a}" }, "--static-prefix is '/{a}'; it must be a path"],
  [{ artifactsDestination: "s3://bucket" }, "only a local folder can keep artifacts now"],
  [{ defaultArtifactRoot: "s3://b/p#x" }, "must not hold '..', '?' or '#'"],
  [{ artifactsOnly: true, backendStoreUri: "sqlite:///x.db" }, "--artifacts-only keeps no runs"],
  [{ artifactsOnly: true, serveArtifacts: false }, "exclude each other"],
  [{ appName: "basic-auth" }, "--app-name is not supported: accounts and permissions"],
  [{ exposePrometheus: "m" }, "--expose-prometheus is not supported: /metrics"],
  [{ enableWorkspaces: true }, "--enable-workspaces is not supported"],
  [{ readReplicaBackendStoreUri: "x" }, "--read-replica-backend-store-uri is not supported"],
])("refuses %o in one line that names the flag", (flags, expected) => {
  const message = refusal(flags);
  expect(message).toContain(expected);
  expect(message).not.toContain("\n");
});

test("names the environment variable that holds a wrong value", () => {
  expect(refusal({}, { MLFLOW_SERVE_ARTIFACTS: "maybe" })).toBe(
    "MLFLOW_SERVE_ARTIFACTS is 'maybe'; it must be true or false.",
  );
});

test("tells what it accepts without effect", () => {
  const flags: ServerFlags = {
    workers: "4",
    uvicornOpts: "--x",
    registryStoreUri: "sqlite:///r.db",
  };
  expect(parseConfig(flags, { MLFLOW_ENABLE_WORKSPACES: "false" }, cwd).notes).toEqual([
    "--workers is ignored: one process serves all requests.",
    expect.stringMatching(/^--uvicorn-opts is ignored: /),
    expect.stringMatching(/^--registry-store-uri has no effect yet/),
  ]);
});

test("warns of checks that are off or open to everybody", () => {
  expect(parseConfig({ disableSecurityMiddleware: true }, {}, cwd).notes).toHaveLength(1);
  expect(parseConfig({ allowedHosts: "*", corsAllowedOrigins: "*" }, {}, cwd).notes).toHaveLength(
    2,
  );
});

test("says that runs in ./mlruns are not read, unless a store was chosen", () => {
  const folder = join(cwd, "with-files");
  mkdirSync(join(folder, "mlruns", "0"), { recursive: true });
  expect(parseConfig({}, {}, folder).notes).toEqual([]);
  writeFileSync(join(folder, "mlruns", "0", "meta.yaml"), "");
  expect(parseConfig({}, {}, folder).notes[0]).toContain("./mlruns holds runs");
  expect(parseConfig({ backendStoreUri: "sqlite:///x.db" }, {}, folder).notes).toEqual([]);
});

test("names each option once", () => {
  const names = SERVER_OPTIONS.flatMap(({ flag, offFlag, env }) => [flag, offFlag, env]);
  const given = names.filter((name) => name !== undefined);
  expect(new Set(given).size).toBe(given.length);
});
