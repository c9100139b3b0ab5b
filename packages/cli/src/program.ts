import { Command } from "commander";
import { artifactsCommand } from "./artifacts-command.ts";
import { completionCommand } from "./completion-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { experimentsCommand } from "./experiments-command.ts";
import { fail, onOneLine } from "./fail.ts";
import { gcCommand } from "./gc-command.ts";
import { migrateFilestoreCommand } from "./migrate-filestore-command.ts";
import { ownVersion } from "./own-version.ts";
import { runsCommand } from "./runs-command.ts";
import { serverCommand } from "./server-command.ts";
import { syncCommand } from "./sync-command.ts";

/** The MLflow release whose protocol and database this one speaks. */
const MLFLOW_VERSION = "3.17.2";

/** Every command of `mlflow`. */
export function createProgram(): Command {
  const program = new Command("mlflow")
    .description("Experiment tracking that MLflow's clients talk to.")
    .version(
      `mlflow-ts ${ownVersion()} (MLflow ${MLFLOW_VERSION})`,
      "--version",
      "print the version",
    )
    .option("--env-file <file>", "read environment variables from a file first")
    .hook("preAction", (command) => loadEnvironment(command.opts<{ envFile?: string }>().envFile));
  for (const make of [
    serverCommand,
    experimentsCommand,
    runsCommand,
    artifactsCommand,
    gcCommand,
    doctorCommand,
    completionCommand,
    migrateFilestoreCommand,
    syncCommand,
  ]) {
    program.addCommand(make());
  }
  reportOnOneLine(program);
  return program;
}

/** MLflow's commands take `-h` for the host, so only `--help` asks for help. */
function reportOnOneLine(command: Command): void {
  command.helpOption("--help", "print this help").helpCommand(false);
  command.configureOutput({
    outputError: (text, write) => write(`mlflow: ${onOneLine(text.replace(/^error: /, ""))}\n`),
  });
  for (const child of command.commands) reportOnOneLine(child);
}

function loadEnvironment(file: string | undefined): void {
  if (file === undefined) return;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    fail(`--env-file ${file} can't be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
}
