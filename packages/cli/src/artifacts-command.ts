import { Command, Option } from "commander";
import { addExamples, jsonOption, requiredOption } from "./options.ts";
import { count, printJson, printTable } from "./print.ts";
import { openTracking } from "./tracking.ts";

const runOption = (): Option => requiredOption("-r, --run-id <id>", "the run");
const pathOption = (): Option =>
  new Option("-a, --artifact-path <path>", "a folder or file among the run's artifacts");

/** `mlflow artifacts`, as MLflow's. */
export function artifactsCommand(): Command {
  const command = new Command("artifacts").description(
    "Upload, list and download runs' artifacts.",
  );
  for (const make of [logArtifact, logArtifacts, list, download]) command.addCommand(make());
  return command;
}

function logArtifact(): Command {
  const command = new Command("log-artifact")
    .description("Store a file among a run's artifacts.")
    .addOption(requiredOption("-l, --local-file <file>", "the file"))
    .addOption(runOption())
    .addOption(pathOption())
    .action(async (options: { localFile: string; runId: string; artifactPath?: string }) => {
      const { client } = await openTracking();
      const { uploadFile } = await import("./artifacts/upload.ts");
      const path = await uploadFile(client, options.runId, options.localFile, options.artifactPath);
      console.log(`Logged ${options.localFile} as ${path}`);
    });
  return addExamples(command, "mlflow artifacts log-artifact -r 1ab3 -l loss.png -a plots");
}

function logArtifacts(): Command {
  const command = new Command("log-artifacts")
    .description(
      "Store a folder's files, with those of the folders in it, among a run's artifacts.",
    )
    .addOption(requiredOption("-l, --local-dir <folder>", "the folder"))
    .addOption(runOption())
    .addOption(pathOption())
    .action(async (options: { localDir: string; runId: string; artifactPath?: string }) => {
      const { client } = await openTracking();
      const { uploadFolder } = await import("./artifacts/upload.ts");
      const files = await uploadFolder(
        client,
        options.runId,
        options.localDir,
        options.artifactPath,
      );
      console.log(`Logged ${count(files, "file")} of ${options.localDir}`);
    });
  return addExamples(command, "mlflow artifacts log-artifacts -r 1ab3 -l ./plots -a plots");
}

function list(): Command {
  const command = new Command("list")
    .description("List a run's artifacts, or those of one folder of them, as JSON.")
    .addOption(runOption())
    .addOption(pathOption())
    .addOption(new Option("--table", "print a table, for people"))
    .addOption(jsonOption())
    .action(async (options: { runId: string; artifactPath?: string; table?: true }) => {
      const { client } = await openTracking();
      const { listFolder } = await import("./artifacts/artifact-folder.ts");
      const files = await listFolder(client, options.runId, options.artifactPath);
      if (options.table !== true) return printJson(files);
      printTable(
        ["Path", "Bytes"],
        files.map((file) => [
          file.is_dir ? `${file.path}/` : file.path,
          file.is_dir ? "" : String(file.file_size ?? ""),
        ]),
      );
    });
  return addExamples(command, "mlflow artifacts list -r 1ab3 -a model --table");
}

interface DownloadOptions {
  readonly runId?: string;
  readonly artifactPath?: string;
  readonly artifactUri?: string;
  readonly dstPath?: string;
}

function download(): Command {
  const command = new Command("download")
    .description("Download a run's artifact, or a folder of them; prints where it is.")
    .addOption(new Option("-r, --run-id <id>", "the run"))
    .addOption(pathOption())
    .option("-u, --artifact-uri <uri>", "or runs:/<run id>/<path>, or models:/<model id>/<path>")
    .option("-d, --dst-path <folder>", "where to; a new folder when not given")
    .action(async (options: DownloadOptions) => {
      const { client } = await openTracking();
      const { downloadArtifacts } = await import("./artifacts/download.ts");
      console.log(await downloadArtifacts(client, options));
    });
  return addExamples(
    command,
    "mlflow artifacts download -r 1ab3 -a model -d ./here",
    "mlflow artifacts download -u models:/m-7c1f -d ./model",
  );
}
