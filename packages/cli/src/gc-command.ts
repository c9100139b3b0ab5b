import { Command, InvalidArgumentError, Option } from "commander";
import { addExamples, jsonOption, parseList } from "./options.ts";

export interface GcOptions {
  readonly olderThan?: number;
  readonly backendStoreUri?: string;
  readonly artifactsDestination?: string;
  readonly trackingUri?: string;
  readonly runIds?: readonly string[];
  readonly experimentIds?: readonly string[];
  readonly loggedModelIds?: readonly string[];
  readonly dryRun?: true;
  readonly json?: true;
}

/** What MLflow has besides, and why it is refused. */
const REFUSED = [
  ["--jobs", "no jobs are kept by this server"],
  ["--job-ids <ids>", "no jobs are kept by this server"],
  ["--workspace <name>", "there is one workspace"],
  ["--all-workspaces", "there is one workspace"],
] as const;

/** `mlflow gc`: removes for good what is in the deleted stage. */
export function gcCommand(): Command {
  const ids = (flag: string, what: string): Option =>
    new Option(`${flag} <ids>`, `only these ${what}, separated by commas`).argParser(parseList);
  const command = new Command("gc")
    .summary("Remove deleted runs, models and experiments for good.")
    .description(
      "Remove deleted runs, logged models and experiments for good, with their artifacts. " +
        "Nothing that is not in the deleted stage is touched. When ids are given, what they name " +
        "and nothing else.",
    )
    .addOption(
      new Option(
        "--older-than <time>",
        "only what was deleted longer ago, such as 30d or 1d12h",
      ).argParser(parseDuration),
    )
    .option("--backend-store-uri <uri>", "the database [MLFLOW_BACKEND_STORE_URI]")
    .option("--artifacts-destination <folder>", "the folder behind mlflow-artifacts:/")
    .option(
      "--tracking-uri <url>",
      "or the server that removes the artifacts [MLFLOW_TRACKING_URI]",
    )
    .addOption(ids("--run-ids", "runs"))
    .addOption(ids("--experiment-ids", "experiments, with all that is in them"))
    .addOption(ids("--logged-model-ids", "logged models"))
    .option("--dry-run", "change nothing; print what would go, and the bytes it frees")
    .addOption(jsonOption());
  for (const [flag, reason] of REFUSED) {
    const option = new Option(flag).hideHelp();
    command.addOption(option);
    command.on(`option:${option.name()}`, () =>
      command.error(`error: ${option.long} is not supported: ${reason}.`),
    );
  }
  command.action(async (options: GcOptions) => {
    const { collectGarbage } = await import("./gc/collect-garbage.ts");
    await collectGarbage(options);
  });
  return addExamples(
    command,
    "mlflow gc --dry-run",
    "mlflow gc --older-than 30d --backend-store-uri sqlite:////srv/mlflow.db --artifacts-destination /srv/mlartifacts",
    "mlflow gc --run-ids 1ab3,77f0",
  );
}

const UNIT_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};

/** MLflow: `1d2h3m4s`, each part optional and with fractions. */
function parseDuration(text: string): number {
  const number = String.raw`(\d+(?:\.\d*)?|\.\d+)`;
  const parts = new RegExp(`^(?:${number}d)?(?:${number}h)?(?:${number}m)?(?:${number}s)?$`).exec(
    text,
  );
  const values = Object.values(UNIT_MS).map((unit, at) => Number(parts?.[at + 1] ?? 0) * unit);
  if (text !== "" && parts !== null)
    return Math.floor(values.reduce((sum, value) => sum + value, 0));
  throw new InvalidArgumentError("It must be like 30d, 8h, 2d8h5m20s or 1.5h.");
}
