import { Command, InvalidArgumentError, Option } from "commander";
import { addExamples, jsonOption, requiredOption, viewOption } from "./options.ts";
import { allRuns, type ViewType } from "./pages.ts";
import { formatTime, printJson, printTable } from "./print.ts";
import { openTracking, type TrackingClient } from "./tracking.ts";

const idOption = (): Option => requiredOption("--run-id <id>", "the run's id");
const STATUSES = ["FINISHED", "FAILED", "KILLED"] as const;

/** `mlflow runs`, as MLflow's. */
export function runsCommand(): Command {
  const command = new Command("runs")
    .summary("Manage runs.")
    .description("Manage runs of the server, database or folder that MLFLOW_TRACKING_URI names.");
  for (const make of [list, describe, create, remove, restore]) command.addCommand(make());
  return command;
}

function list(): Command {
  const command = new Command("list")
    .description("List the runs of an experiment, the newest first.")
    .addOption(
      requiredOption("-x, --experiment-id <id>", "the experiment's id").env("MLFLOW_EXPERIMENT_ID"),
    )
    .addOption(viewOption())
    .addOption(jsonOption())
    .action(async (options: { experimentId: string; view: ViewType; json?: true }) => {
      const { client } = await openTracking();
      // A search in an experiment that is not there finds nothing, and says nothing.
      await client.getExperiment({ experiment_id: options.experimentId });
      const runs = [];
      for await (const run of allRuns(client, options.experimentId, options.view)) runs.push(run);
      if (options.json) return printJson(runs);
      printTable(
        ["Date", "Name", "ID", "Status"],
        runs.map(({ info }) => [
          formatTime(info.start_time),
          info.run_name ?? "",
          info.run_id,
          info.lifecycle_stage === "deleted" ? `${info.status} (deleted)` : info.status,
        ]),
      );
    });
  return addExamples(command, "mlflow runs list --experiment-id 1 --view all");
}

function describe(): Command {
  const command = new Command("describe")
    .description("Print everything about a run as JSON.")
    .addOption(idOption())
    .action(async ({ runId }: { runId: string }) => {
      const { client } = await openTracking();
      const { describeRun } = await import("./runs/describe-run.ts");
      const { run } = await client.getRun({ run_id: runId });
      printJson(describeRun(run));
    });
  return addExamples(command, "mlflow runs describe --run-id 1ab3 | jq .data.metrics");
}

interface CreateOptions {
  readonly experimentId?: string;
  readonly experimentName?: string;
  readonly runName?: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly status: (typeof STATUSES)[number];
  readonly parentRunId?: string;
}

function create(): Command {
  const command = new Command("create")
    .description("Record a run that is already over.")
    .addOption(new Option("--experiment-id <id>", "the experiment").env("MLFLOW_EXPERIMENT_ID"))
    .addOption(
      new Option("--experiment-name <name>", "or its name; made when it is not there").env(
        "MLFLOW_EXPERIMENT_NAME",
      ),
    )
    .option("--run-name <name>", "the run's name; one is made up when not given")
    .option("--description <text>", "what the run was about")
    .addOption(
      new Option("-t, --tags <key=value>", "a tag; may be given several times")
        .default({}, "none")
        .argParser(addTag),
    )
    .addOption(
      new Option("--status <status>", `how it ended: ${STATUSES.join(", ")}`)
        .default("FINISHED")
        .argParser(parseStatus),
    )
    .option("--parent-run-id <id>", "the run that it belongs to")
    .action(async (options: CreateOptions) => {
      const { client } = await openTracking();
      const experiment_id = await chooseExperiment(client, options);
      const { recordRun } = await import("./runs/record-run.ts");
      printJson(await recordRun(client, experiment_id, options));
    });
  return addExamples(
    command,
    "mlflow runs create --experiment-name mnist --run-name baseline -t env=prod",
  );
}

function addTag(text: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  const [, key, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError("It must be like key=value.");
  if (Object.hasOwn(tags, key)) throw new InvalidArgumentError(`The tag '${key}' is given twice.`);
  return { ...tags, [key]: value };
}

function parseStatus(text: string): string {
  const status = STATUSES.find((status) => status === text.toUpperCase());
  if (status !== undefined) return status;
  throw new InvalidArgumentError(`It must be one of ${STATUSES.join(", ")}.`);
}

async function chooseExperiment(client: TrackingClient, options: CreateOptions): Promise<string> {
  const { experimentId, experimentName } = options;
  if (experimentId !== undefined && experimentName === undefined) return experimentId;
  if (experimentId !== undefined || experimentName === undefined) {
    throw new Error("Give one of --experiment-id and --experiment-name.");
  }
  const { findOrCreateExperiment } = await import("./runs/record-run.ts");
  return findOrCreateExperiment(client, experimentName);
}

function remove(): Command {
  return new Command("delete")
    .description("Mark a run as deleted; `restore` undoes it, `gc` ends it.")
    .addOption(idOption())
    .action(async ({ runId }: { runId: string }) => {
      const { client } = await openTracking();
      await client.deleteRun({ run_id: runId });
      console.log(`Run with ID ${runId} has been deleted.`);
    });
}

function restore(): Command {
  return new Command("restore")
    .description("Bring a deleted run back.")
    .addOption(idOption())
    .action(async ({ runId }: { runId: string }) => {
      const { client } = await openTracking();
      await client.restoreRun({ run_id: runId });
      console.log(`Run with id ${runId} has been restored.`);
    });
}
