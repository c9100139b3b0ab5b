import { release, type } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { MLFLOW_VERSION } from "@mlflow-ts/contract";
import { ConfigError, parseConfig } from "@mlflow-ts/server/config";
import type { DoctorOptions } from "../doctor-command.ts";
import { ownVersion } from "../own-version.ts";
import { plain, printFields, printJson } from "../print.ts";
import { findTrackingUri } from "../tracking.ts";
import { checkBucket } from "./check-bucket.ts";
import { checkRoom, checkWritable } from "./check-disk.ts";
import { checkDatabase } from "./check-database.ts";
import { checkNetworked } from "./check-networked.ts";
import { checkSpool } from "./check-spool.ts";
import { checkServer } from "./check-tracking.ts";
import { listEnvironment, withoutPassword } from "./environment.ts";
import { type Finding, wrong } from "./finding.ts";

/** Looks at everything, and prints what was found; one thing that is wrong hides no other. */
export async function examine(options: DoctorOptions): Promise<void> {
  const uri = await findTrackingUri();
  const facts = {
    "mlflow-ts": ownVersion(),
    MLflow: `${MLFLOW_VERSION} (protocol and database)`,
    "Node.js": `${process.version} (${process.execPath})`,
    System: `${type()} ${release()} ${process.arch}`,
    Program: process.argv[1] ?? "",
    "Tracking URI": withoutPassword(uri),
  };
  const environment = listEnvironment(process.env, options.maskEnvs === true);
  const findings = (await look(options, uri)).map(withoutSecrets);
  const isFine = findings.every((finding) => finding.isFine);
  if (!isFine) process.exitCode = 1;
  if (options.json) return printJson({ is_fine: isFine, facts, environment, findings });
  printFields(facts);
  console.log("\nMLflow's variables");
  const names = Object.entries(environment);
  for (const [name, value] of names) console.log(`  ${name}=${plain(value)}`);
  if (names.length === 0) console.log("  none is set");
  console.log("");
  for (const { what, isFine, found, advice } of findings) {
    const mark = isFine ? styleText("green", "✓") : styleText("red", "✗");
    console.log(`${mark} ${what}: ${plain(found)}`);
    if (advice !== undefined) console.log(`    ${plain(advice)}`);
  }
}

function withoutSecrets(finding: Finding): Finding {
  const { found, advice } = finding;
  return {
    ...finding,
    found: withoutPassword(found),
    ...(advice !== undefined && { advice: withoutPassword(advice) }),
  };
}

async function look(options: DoctorOptions, uri: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const folders = ["."];
  if (/^https?:/.test(uri)) findings.push(...(await checkServer(uri, MLFLOW_VERSION)));
  else if (/^file:|^[^:]*$/.test(uri)) {
    const folder = uri.startsWith("file:") ? fileURLToPath(uri) : resolve(uri);
    findings.push(await checkWritable("Tracking folder", folder));
    folders.push(folder);
  }
  const isServer = options.backendStoreUri ?? process.env["MLFLOW_BACKEND_STORE_URI"];
  const isTracked = /^(sqlite|postgres(ql)?|mysql|mariadb)(\+\w+)?:/.test(uri);
  if (isServer !== undefined || isTracked) {
    const local = isTracked && isServer === undefined ? uri : undefined;
    findings.push(...(await lookAtBackend(options, local, folders)));
  }
  const spool = process.env["MLFLOW_TS_SPOOL_DIR"] || "mlflow-spool";
  findings.push(await checkSpool(spool, uri), ...(await checkRoom(folders)));
  return findings;
}

async function lookAtBackend(
  options: DoctorOptions,
  trackedUri: string | undefined,
  folders: string[],
): Promise<Finding[]> {
  const flags = {
    ...(trackedUri !== undefined && { backendStoreUri: trackedUri }),
    ...(options.backendStoreUri !== undefined && { backendStoreUri: options.backendStoreUri }),
    ...(options.artifactsDestination !== undefined && {
      artifactsDestination: options.artifactsDestination,
    }),
  };
  try {
    const { config } = parseConfig(flags, process.env);
    const { database, databaseName } = config;
    if ("path" in database) folders.push(database.path);
    const isLocal = isAbsolute(config.artifactsDestination);
    if (isLocal) folders.push(config.artifactsDestination);
    return [
      ...("path" in database
        ? await checkDatabase(database.path, MLFLOW_VERSION)
        : [await checkNetworked(database.networked, databaseName)]),
      isLocal
        ? await checkWritable("Artifacts", config.artifactsDestination)
        : await checkBucket("Artifacts", config.artifactsDestination, config),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [wrong("Database", error.message, "Correct --backend-store-uri or its variable.")];
  }
}
