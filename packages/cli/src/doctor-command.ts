import { Command } from "commander";
import { addExamples, jsonOption } from "./options.ts";

export interface DoctorOptions {
  readonly maskEnvs?: true;
  readonly backendStoreUri?: string;
  readonly artifactsDestination?: string;
  readonly json?: true;
}

/** `mlflow doctor`: what is installed and configured, what is wrong, and what to do. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .summary("Look whether everything works, and say what to do.")
    .description(
      "Print what is installed and configured, look whether it works, and say what to do where it " +
        "does not. Passwords and tokens are never printed. The exit code is 1 when something is wrong.",
    )
    .option("--mask-envs", "print no value of any MLFLOW_ variable")
    .option("--backend-store-uri <uri>", "look at this database of a server too")
    .option("--artifacts-destination <folder>", "and at the folder where it keeps artifacts")
    .addOption(jsonOption())
    .action(async (options: DoctorOptions) => {
      const { examine } = await import("./doctor/examine.ts");
      await examine(options);
    });
  return addExamples(
    command,
    "mlflow doctor",
    "mlflow doctor --backend-store-uri sqlite:////srv/mlflow.db --artifacts-destination /srv/mlartifacts",
  );
}
