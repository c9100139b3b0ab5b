import { Command } from "commander";
import { addExamples, jsonOption, requiredOption } from "./options.ts";

export interface MigrateOptions {
  readonly source: string;
  readonly target: string;
  readonly progress: boolean;
  readonly json?: true;
}

/** `mlflow migrate-filestore`: an `mlruns` folder into a database. */
export function migrateFilestoreCommand(): Command {
  const command = new Command("migrate-filestore")
    .summary("Copy an mlruns folder into a database.")
    .description(
      "Copy a folder of MLflow's file store (mlruns) into a database: experiments, runs with every " +
        "point, datasets and logged models, deleted ones too, with their ids. Artifacts stay where " +
        "they are, and the folder is left as it is. What is in the database already is kept, so a " +
        "copy that was broken off is finished by starting it again.",
    )
    .addOption(requiredOption("--source <folder>", "mlruns, or the folder that it is in"))
    .addOption(requiredOption("--target <uri>", "the database, such as sqlite:///mlflow.db"))
    .option("--progress", "show a progress bar, where a terminal is", true)
    .option("--no-progress", "show none")
    .addOption(jsonOption())
    .action(async (options: MigrateOptions) => {
      const { migrateFileStore } = await import("./migrate/migrate-file-store.ts");
      await migrateFileStore(options);
    });
  return addExamples(
    command,
    "mlflow migrate-filestore --source . --target sqlite:///mlflow.db",
    "mlflow server --backend-store-uri sqlite:///mlflow.db",
  );
}
