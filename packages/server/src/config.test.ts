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
      database: { path: join(cwd, "mlflow.db") },
      databaseName: join(cwd, "mlflow.db"),
      defaultArtifactRoot: "mlflow-artifacts:/",
      artifactsDestination: join(cwd, "mlartifacts"),
      s3: { ignoreTls: false, uploadArguments: {} },
      gcs: {},
      azure: {},
      downloadUrlS: 300,
      serveArtifacts: true,
      artifactsOnly: false,
      host: "127.0.0.1",
      port: 5000,
      workers: 1,
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
    database: { path: "/data/runs.db" },
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
  expect(configOf({ backendStoreUri: uri }).database).toEqual({ path: join(cwd, path) });
});

test.each([
  ["postgresql://me:secret/@db:x/mlflow", "is no URI"],
  ["oracle://me:secret@db/mlflow", "'oracle' is not a known kind of store"],
  ["mysql://me:secret/@db:x/mlflow", "is no URI"],
  ["mysql://me:%secret@db/mlflow", "is no URI"],
  ["mysql+pymysql://me:secret@db", "names no database"],
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
  if (!reason.includes("is no URI")) {
    expect(message).toContain("sqlite:///mlflow.db");
    expect(message).toContain("postgresql://user:password@host:5432/database");
    expect(message).toContain("mysql://user:password@host:3306/database");
  }
  expect(message).not.toContain("secret");
});

test("takes PostgreSQL with the drivers that SQLAlchemy names, and hides the password", () => {
  for (const scheme of ["postgresql", "postgres", "postgresql+psycopg2"]) {
    const uri = `${scheme}://me:p%40ss@db.example/mlflow?sslmode=require`;
    const env = {
      MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: "20",
      MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: "0",
      MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE: "3600",
    };
    const config = configOf({ backendStoreUri: uri, readReplicaBackendStoreUri: uri }, env);
    const limits = { maxConnections: 20, recycleSeconds: 3600 };
    expect(config.database).toEqual({
      networked: { dialect: "postgresql", uri, readReplicaUri: uri, ...limits },
    });
    expect(config.databaseName).toBe(`${scheme}://me:***@db.example/mlflow?sslmode=require`);
  }
});

test("takes MySQL and MariaDB with the drivers that SQLAlchemy names, and hides the password", () => {
  for (const scheme of ["mysql", "mariadb", "mysql+pymysql", "mariadb+mariadbconnector"]) {
    const uri = `${scheme}://me:p%40ss@db.example:3307/mlflow?charset=utf8mb4`;
    const config = configOf({ backendStoreUri: uri });
    expect(config.database).toMatchObject({ networked: { dialect: "mysql", uri } });
    expect(config.databaseName).toBe(`${scheme}://me:***@db.example:3307/mlflow?charset=utf8mb4`);
  }
});

test("refuses a read replica of another database than PostgreSQL, and one that is another", () => {
  const replica = { readReplicaBackendStoreUri: "postgresql://db/mlflow" };
  for (const backendStoreUri of ["sqlite:///x", "mysql://db/x"]) {
    const message = refusal({ ...replica, backendStoreUri }, {});
    expect(message).toContain("needs a backend store in PostgreSQL");
  }
  for (const readReplicaBackendStoreUri of ["sqlite:///x", "mysql://db/x"]) {
    const flags = { backendStoreUri: "postgres://db/x", readReplicaBackendStoreUri };
    expect(refusal(flags, {})).toContain("a replica of a PostgreSQL database is one, too");
  }
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
  [
    { artifactsDestination: "gs://u:p@bucket" },
    "'gs://***@bucket'; such a place is named like gs:",
  ],
  [{ artifactsDestination: "hdfs://u:p@host/x" }, "'hdfs://***@host/x': artifacts can be kept in"],
  [{ artifactsDestination: "ftp://host/x" }, "or s3://bucket/prefix, gs://bucket/prefix or wasbs:"],
  [
    { artifactsDestination: "s3://u:p@bucket" },
    "'s3://***@bucket'; such a place is named like s3:",
  ],
  [{ artifactsDestination: "s3://bucket/a/../b" }, "such a place is named like s3://bucket/prefix"],
  [{ artifactsDestination: "s3://bucket//a" }, "such a place is named like s3://bucket/prefix"],
  [{ artifactsDestination: "s3:bucket" }, "such a place is named like s3://bucket/prefix"],
  [
    { artifactsDestination: "wasbs://c@account.example.com/a" },
    "named like wasbs://container@account",
  ],
  [
    { artifactsDestination: "wasbs://c:secret@account.blob.core.windows.net" },
    "'wasbs://***@account.blob.core.windows.net'; such a place is named like",
  ],
  [{ defaultArtifactRoot: "s3://b/p#x" }, "must not hold '..', '?' or '#'"],
  [{ artifactsOnly: true, backendStoreUri: "sqlite:///x.db" }, "--artifacts-only keeps no runs"],
  [{ artifactsOnly: true, serveArtifacts: false }, "exclude each other"],
  [{ appName: "basic-auth" }, "--app-name is not supported: accounts and permissions"],
  [{ workers: "0" }, "--workers is '0'; it must be a whole number from 1 to 256."],
  [{ workers: "auto" }, "--workers is 'auto'; it must be a whole number"],
  [{ enableWorkspaces: true }, "--enable-workspaces is not supported"],
  [{ readReplicaBackendStoreUri: "x" }, "--read-replica-backend-store-uri needs a backend store"],
])("refuses %o in one line that names the flag", (flags, expected) => {
  const message = refusal(flags);
  expect(message).toContain(expected);
  expect(message).not.toContain("\n");
});

test("takes a bucket, and reaches it as MLflow's variables say", () => {
  const env = {
    MLFLOW_S3_ENDPOINT_URL: "http://minio:9000",
    MLFLOW_S3_IGNORE_TLS: "true",
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: "virtual",
    MLFLOW_S3_EXPECTED_BUCKET_OWNER: "123456789012",
    MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"ServerSideEncryption": "aws:kms"}',
    AWS_DEFAULT_REGION: "eu-central-1",
  };
  expect(configOf({ artifactsDestination: "S3://bucket/a/b/" }, env)).toMatchObject({
    artifactsDestination: "s3://bucket/a/b",
    s3: {
      endpoint: "http://minio:9000",
      ignoreTls: true,
      addressing: "virtual",
      expectedBucketOwner: "123456789012",
      uploadArguments: { ServerSideEncryption: "aws:kms" },
      region: "eu-central-1",
    },
  });
});

test.each([
  ["MLFLOW_S3_ENDPOINT_URL", "minio:9000", "must be the address of a server"],
  ["MLFLOW_S3_ENDPOINT_URL", "http://user:secret@minio", "must not hold a user"],
  ["MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE", "dns", "must be one of auto, path, virtual"],
  ["MLFLOW_S3_UPLOAD_EXTRA_ARGS", "secret", "is not JSON"],
  ["MLFLOW_S3_UPLOAD_EXTRA_ARGS", "[]", "must be an object"],
  ["MLFLOW_S3_UPLOAD_EXTRA_ARGS", '{"Body": "secret"}', "holds 'Body'; supported are ACL,"],
  ["MLFLOW_S3_UPLOAD_EXTRA_ARGS", '{"ACL": 1}', "must have a text for 'ACL'"],
])("refuses %s of %s in a line without what may be secret", (name, value, expected) => {
  const message = refusal({}, { [name]: value });
  expect(message).toContain(name);
  expect(message).toContain(expected);
  expect(message).not.toContain("secret");
});

test("names the environment variable that holds a wrong value", () => {
  expect(refusal({}, { MLFLOW_SERVE_ARTIFACTS: "maybe" })).toBe(
    "MLFLOW_SERVE_ARTIFACTS is 'maybe'; it must be true or false.",
  );
});

test("tells what it accepts without effect", () => {
  const flags: ServerFlags = {
    exposePrometheus: "metrics",
    uvicornOpts: "--x",
    registryStoreUri: "sqlite:///r.db",
  };
  expect(parseConfig(flags, { MLFLOW_ENABLE_WORKSPACES: "false" }, cwd).notes).toEqual([
    expect.stringMatching(/^--uvicorn-opts is ignored: /),
    "--expose-prometheus is ignored: /metrics is always served, and needs no folder.",
    expect.stringMatching(/^--registry-store-uri has no effect yet/),
  ]);
});

test("runs several workers, but on SQLite one process, and says so", () => {
  const workers = { workers: "4" };
  const elsewhere = { ...workers, backendStoreUri: "postgresql://db/mlflow" };
  expect(parseConfig(elsewhere, {}, cwd)).toMatchObject({ notes: [], config: { workers: 4 } });
  expect(parseConfig({ ...workers, artifactsOnly: true }, {}, cwd).config.workers).toBe(4);
  expect(parseConfig(workers, {}, cwd)).toMatchObject({
    notes: [expect.stringMatching(/^One process serves all: SQLite has one writer/)],
    config: { workers: 1 },
  });
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

test("takes Google's and Azure's buckets, and reaches them as MLflow's variables say", () => {
  const gcs = configOf({ artifactsDestination: "gs://b/a/" }, { STORAGE_EMULATOR_HOST: "gcs:80" });
  expect(gcs).toMatchObject({ artifactsDestination: "gs://b/a", gcs: { emulator: "http://gcs" } });
  const uri = "wasbs://c@account.blob.core.windows.net/a";
  const connectionString = "DefaultEndpointsProtocol=https;AccountName=me;AccountKey=a2V5";
  const env = {
    AZURE_STORAGE_CONNECTION_STRING: connectionString,
    AZURE_STORAGE_ACCESS_KEY: "b3RoZXI=",
  };
  expect(configOf({ artifactsDestination: uri }, env)).toMatchObject({
    artifactsDestination: uri,
    azure: { connectionString },
  });
  const { AZURE_STORAGE_ACCESS_KEY: accessKey } = env;
  expect(configOf({}, { AZURE_STORAGE_ACCESS_KEY: accessKey }).azure).toEqual({ accessKey });
});

test.each([
  ["STORAGE_EMULATOR_HOST", "http://user:secret@host", "must be the address of a server"],
  ["AZURE_STORAGE_CONNECTION_STRING", "secret", "must be as Azure's portal shows it"],
  ["AZURE_STORAGE_ACCESS_KEY", "secret!", "must be a key of the account"],
])("refuses %s=%s without showing a secret", (name, value, expected) => {
  const message = refusal({}, { [name]: value });
  expect(message).toContain(`${name} ${expected}`);
  expect(message).not.toContain("secret");
});
