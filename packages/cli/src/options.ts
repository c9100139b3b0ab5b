import { type Command, InvalidArgumentError, Option } from "commander";
import type { ViewType } from "./pages.ts";

const VIEWS: Readonly<Record<string, ViewType>> = {
  active_only: "ACTIVE_ONLY",
  deleted_only: "DELETED_ONLY",
  all: "ALL",
};

/** `-v, --view`, as MLflow has it. */
export function viewOption(): Option {
  return new Option("-v, --view <view>", `which ones: ${Object.keys(VIEWS).join(", ")}`)
    .default("ACTIVE_ONLY" satisfies ViewType, "active_only")
    .argParser((text) => {
      const view = VIEWS[text.toLowerCase()];
      if (view !== undefined) return view;
      throw new InvalidArgumentError(`It must be one of ${Object.keys(VIEWS).join(", ")}.`);
    });
}

/** `--json`: for programs. */
export function jsonOption(): Option {
  return new Option("--json", "print JSON, for programs");
}

export function requiredOption(flags: string, description: string): Option {
  return new Option(flags, description).makeOptionMandatory();
}

/** A whole number that is not negative. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("It must be a whole number that is not negative.");
}

/** Parts of a comma-separated list, without those that are empty. */
export function parseList(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** Lines below the help that show how a command is used. */
export function addExamples(command: Command, ...lines: string[]): Command {
  const indented = lines.map((line) => `  $ ${line}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${indented}`);
}
