import { Command, Option } from "commander";
import { addExamples, jsonOption, parseCount, requiredOption, viewOption } from "./options.ts";
import { allExperiments, type ViewType } from "./pages.ts";
import { formatTime, printFields, printJson, printTable } from "./print.ts";
import { openTracking, type TrackingClient } from "./tracking.ts";

const idOption = (): Option => requiredOption("-x, --experiment-id <id>", "the experiment's id");

/** `mlflow experiments`, as MLflow's. */
export function experimentsCommand(): Command {
  const command = new Command("experiments")
    .summary("Manage experiments.")
    .description(
      "Manage experiments of the server, database or folder that MLFLOW_TRACKING_URI names.",
    );
  for (const make of [create, search, get, remove, restore, rename, csv]) {
    command.addCommand(make());
  }
  return command;
}

function create(): Command {
  const command = new Command("create")
    .description("Create an experiment.")
    .addOption(requiredOption("-n, --experiment-name <name>", "its name, which must be free"))
    .option("-l, --artifact-location <uri>", "where its runs keep artifacts; the server chooses")
    .addOption(jsonOption())
    .action(async (options: { experimentName: string; artifactLocation?: string; json?: true }) => {
      const { client } = await openTracking();
      const { experimentName: name, artifactLocation: artifact_location } = options;
      const created = await client.createExperiment({ name, artifact_location });
      if (options.json) printJson(created);
      else console.log(`Created experiment '${name}' with id ${created.experiment_id}`);
    });
  return addExamples(command, "mlflow experiments create -n mnist");
}

function search(): Command {
  const command = new Command("search")
    .description("List experiments.")
    .addOption(viewOption())
    .option("--max-results <number>", "how many at most; all when not given", parseCount)
    .addOption(jsonOption())
    .action(async (options: { view: ViewType; maxResults?: number; json?: true }) => {
      const { client } = await openTracking();
      const found = [];
      for await (const experiment of allExperiments(client, options.view)) {
        if (found.length >= (options.maxResults ?? Infinity)) break;
        found.push(experiment);
      }
      if (options.json) return printJson(found);
      found.sort((a, b) => Number(a.experiment_id) - Number(b.experiment_id));
      printTable(
        ["Experiment Id", "Name", "Artifact Location"],
        found.map((one) => [one.experiment_id, one.name, one.artifact_location ?? ""]),
      );
    });
  return addExamples(
    command,
    "mlflow experiments search",
    "mlflow experiments search -v all --json",
  );
}

function get(): Command {
  const command = new Command("get")
    .description("Show an experiment by its id or name.")
    .option("-x, --experiment-id <id>", "its id")
    .option("-n, --experiment-name <name>", "its name")
    .addOption(new Option("--output <format>", "how").choices(["table", "json"]).default("table"))
    .addOption(jsonOption())
    .action(async (options: ExperimentChoice & { output: string; json?: true }) => {
      const { client } = await openTracking();
      const experiment = await findExperiment(client, options);
      if (options.json || options.output === "json") return printJson(experiment);
      printFields({
        "Experiment ID": experiment.experiment_id,
        Name: experiment.name,
        "Artifact Location": experiment.artifact_location ?? "",
        "Lifecycle Stage": experiment.lifecycle_stage,
        "Creation Time": formatTime(experiment.creation_time),
        "Last Update Time": formatTime(experiment.last_update_time),
        Tags: (experiment.tags ?? []).map(({ key, value }) => `${key}=${value}`).join(", "),
      });
    });
  return addExamples(
    command,
    "mlflow experiments get -n mnist",
    "mlflow experiments get -x 1 --json",
  );
}

interface ExperimentChoice {
  readonly experimentId?: string;
  readonly experimentName?: string;
}

async function findExperiment(client: TrackingClient, choice: ExperimentChoice) {
  const { experimentId, experimentName } = choice;
  if ((experimentId === undefined) === (experimentName === undefined)) {
    throw new Error("Give one of --experiment-id and --experiment-name.");
  }
  const { experiment } =
    experimentId === undefined
      ? await client.getExperimentByName({ experiment_name: experimentName ?? "" })
      : await client.getExperiment({ experiment_id: experimentId });
  return experiment;
}

function remove(): Command {
  return new Command("delete")
    .description("Mark an experiment and its runs as deleted; `restore` undoes it, `gc` ends it.")
    .addOption(idOption())
    .action(async ({ experimentId }: { experimentId: string }) => {
      const { client } = await openTracking();
      await client.deleteExperiment({ experiment_id: experimentId });
      console.log(`Experiment with ID ${experimentId} has been deleted.`);
    });
}

function restore(): Command {
  return new Command("restore")
    .description("Bring a deleted experiment and its runs back.")
    .addOption(idOption())
    .action(async ({ experimentId }: { experimentId: string }) => {
      const { client } = await openTracking();
      await client.restoreExperiment({ experiment_id: experimentId });
      console.log(`Experiment with id ${experimentId} has been restored.`);
    });
}

function rename(): Command {
  return new Command("rename")
    .description("Rename an active experiment.")
    .addOption(idOption())
    .addOption(requiredOption("--new-name <name>", "its new name, which must be free"))
    .action(async ({ experimentId, newName }: { experimentId: string; newName: string }) => {
      const { client } = await openTracking();
      await client.updateExperiment({ experiment_id: experimentId, new_name: newName });
      console.log(`Experiment with id ${experimentId} has been renamed to '${newName}'.`);
    });
}

function csv(): Command {
  const command = new Command("csv")
    .description("Write the active runs of an experiment as CSV.")
    .addOption(idOption())
    .option("-o, --filename <file>", "the file to write; standard output when not given")
    .action(async ({ experimentId, filename }: { experimentId: string; filename?: string }) => {
      const { client } = await openTracking();
      const { writeRunsCsv } = await import("./experiments/runs-csv.ts");
      await writeRunsCsv(client, experimentId, filename);
      if (filename === undefined) return;
      console.log(
        `Experiment with ID ${experimentId} has been exported as a CSV to file: ${filename}.`,
      );
    });
  return addExamples(command, "mlflow experiments csv -x 1 -o runs.csv");
}
