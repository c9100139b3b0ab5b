import { Argument, Command } from "commander";
import { addExamples } from "./options.ts";

/** `mlflow completion`: what a shell needs to complete commands and flags. */
export function completionCommand(): Command {
  const command = new Command("completion")
    .summary("Print what lets a shell complete commands.")
    .description("Print what lets a shell complete commands and flags with the tab key.")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"]))
    .action(async (shell: "bash" | "zsh" | "fish", _options: unknown, self: Command) => {
      const { completionScript } = await import("./completion/completion-script.ts");
      let root = self;
      while (root.parent !== null) root = root.parent;
      console.log(completionScript(root, shell));
    });
  return addExamples(
    command,
    "echo 'eval \"$(mlflow completion bash)\"' >> ~/.bashrc",
    "echo 'eval \"$(mlflow completion zsh)\"' >> ~/.zshrc",
    "mlflow completion fish > ~/.config/fish/completions/mlflow.fish",
  );
}
