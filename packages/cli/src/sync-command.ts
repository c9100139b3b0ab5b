import { Command, Option } from "commander";
import { addExamples, jsonOption, parseList } from "./options.ts";

export interface SyncOptions {
  readonly experimentIds?: readonly string[];
  readonly artifacts: boolean;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `mlflow sync FROM TO`. */
export function syncCommand(): Command {
  const command = new Command("sync")
    .summary("Copy runs from one server, database or folder to another.")
    .description(
      "Copy experiments, runs with every point, datasets, logged models and artifacts from one place " +
        "to another: servers (http://…), databases (sqlite:///…), folders of the file store, or a " +
        "folder where offline programs left their runs (mlflow-spool). Only what is missing is " +
        "sent, so it may be broken off and started again. What is deleted is not copied. A database " +
        "keeps the ids of runs; a server gives new ones, and a tag with the old.",
    )
    .argument("<from>", "where to read")
    .argument("<to>", "where to write: a server or a database")
    .addOption(
      new Option("--experiment-ids <ids>", "only these experiments, separated by commas").argParser(
        parseList,
      ),
    )
    .option("--no-artifacts", "leave the artifacts where they are")
    .option("--dry-run", "change nothing; print what would be copied")
    .addOption(jsonOption())
    .action(async (from: string, to: string, options: SyncOptions) => {
      const { sync } = await import("./sync/sync.ts");
      await sync(from, to, options);
    });
  return addExamples(
    command,
    "mlflow sync mlflow-spool http://127.0.0.1:8080",
    "mlflow sync sqlite:///mlflow.db http://127.0.0.1:8080 --dry-run",
    "mlflow sync https://old.example.com sqlite:///copy.db",
  );
}
