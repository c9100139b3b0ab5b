import cluster from "node:cluster";
import {
  parseConfig,
  SERVER_OPTIONS,
  type ServerConfig,
  type ServerFlags,
} from "@mlflow-ts/server/config";
import { Command, Option } from "commander";
import { closeOnSignal } from "./close-on-signal.ts";

/** `mlflow server`, and `mlflow ui` for those who are used to it. */
export function serverCommand(): Command {
  const command = new Command("server")
    .alias("ui")
    .description("Run the tracking server: the API and the web page.")
    .action(async (flags: ServerFlags) => {
      const startedAt = performance.now();
      const { config, notes } = parseConfig(flags, process.env);
      if (cluster.isWorker) return serveAsWorker(config);
      for (const note of notes) console.error(`mlflow: ${note}`);
      const server = await start(config);
      // The first worker has said why it could not start.
      if (server === undefined) process.exit(1);
      closeOnSignal(server);
      console.log(welcome(server.url, config, performance.now() - startedAt));
    });
  for (const { name, flag, offFlag, env, help } of SERVER_OPTIONS) {
    const description = env === undefined ? help : `${help} [${env}]`;
    command.addOption(new Option(flag, description));
    if (offFlag === undefined) continue;
    const off = new Option(offFlag, `the opposite of ${flag}`);
    command.addOption(off);
    // Commander knows by itself only that `--no-x` turns `--x` off.
    command.on(`option:${off.name()}`, () => command.setOptionValue(name, false));
  }
  return command;
}

// Only these need the server; help and version answer without loading it.

async function start(config: ServerConfig) {
  if (config.workers === 1) return (await import("@mlflow-ts/server")).startServer(config);
  const { superviseWorkers } = await import("@mlflow-ts/server/workers");
  return superviseWorkers(config);
}

async function serveAsWorker(config: ServerConfig): Promise<void> {
  const { startServer } = await import("@mlflow-ts/server");
  const { tellServing } = await import("@mlflow-ts/server/workers");
  const server = await startServer(config);
  closeOnSignal(server);
  tellServing(server.url);
}

function welcome(url: string, config: ServerConfig, elapsedMs: number): string {
  const lines = [
    `mlflow-ts serves ${url} (ready in ${Math.round(elapsedMs)} ms)`,
    "",
    `  Page       ${url}`,
    "  In Python  import mlflow",
    `             mlflow.set_tracking_uri("${url}")`,
    `             mlflow.set_experiment("my-experiment")`,
  ];
  if (config.workers > 1) lines.push(`  Workers    ${config.workers} processes`);
  if (!config.artifactsOnly) lines.push(`  Database   ${config.databaseName}`);
  lines.push(`  Artifacts  ${artifactsPlace(config)}`, "", "Ctrl+C stops it.");
  return lines.join("\n");
}

function artifactsPlace(config: ServerConfig): string {
  if (!config.serveArtifacts)
    return `${config.defaultArtifactRoot} (clients write there themselves)`;
  if (config.defaultArtifactRoot.startsWith("mlflow-artifacts:"))
    return config.artifactsDestination;
  return config.defaultArtifactRoot;
}
