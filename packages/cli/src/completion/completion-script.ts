import type { Command } from "commander";

/** A command by all its words, and the words that may follow it. */
interface Place {
  readonly path: string;
  readonly words: readonly string[];
}

const SHELLS = { bash, zsh, fish } as const;

/** A script that completes a program's commands and flags; files where neither fits. */
export function completionScript(program: Command, shell: keyof typeof SHELLS): string {
  return SHELLS[shell](listPlaces(program, program.name()));
}

function listPlaces(command: Command, path: string): Place[] {
  const flags = command.options.filter((option) => !option.hidden).map((option) => option.long);
  const words = [
    ...command.commands.flatMap((child) => [child.name(), ...child.aliases()]),
    ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    ...flags.filter((flag) => flag != null),
    "--help",
  ];
  const below = command.commands.flatMap((child) =>
    [child.name(), ...child.aliases()].flatMap((name) => listPlaces(child, `${path} ${name}`)),
  );
  return [{ path, words }, ...below];
}

/** Shell code that sets `at` to the command that the words before the cursor name. */
function findPlace(places: readonly Place[], words: string): string {
  const known = places.slice(1).map(({ path }) => `"${path}"`);
  return `  local at=mlflow word
  for word in ${words}; do
    case "$at $word" in ${known.join("|")}) at="$at $word";; esac
  done`;
}

function cases(places: readonly Place[]): string {
  return places.map(({ path, words }) => `    "${path}") found="${words.join(" ")}";;`).join("\n");
}

function bash(places: readonly Place[]): string {
  return `_mlflow() {
${findPlace(places, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
  local found=
  case "$at" in
${cases(places)}
  esac
  COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _mlflow mlflow mlflow-ts`;
}

function zsh(places: readonly Place[]): string {
  return `_mlflow() {
${findPlace(places, '"${(@)words[2,CURRENT-1]}"')}
  local found=
  case "$at" in
${cases(places)}
  esac
  compadd -- \${=found} || _files
}
compdef _mlflow mlflow mlflow-ts`;
}

function fish(places: readonly Place[]): string {
  const known = places.slice(1).map(({ path }) => `"${path}"`);
  const switches = places.map(
    ({ path, words }) => `    case "${path}"\n      printf '%s\\n' ${words.join(" ")}`,
  );
  return `function __mlflow_words
  set -l at mlflow
  for word in (commandline -opc)[2..-1]
    if contains -- "$at $word" ${known.join(" ")}
      set at "$at $word"
    end
  end
  switch "$at"
${switches.join("\n")}
  end
end
complete -c mlflow -a "(__mlflow_words)"
complete -c mlflow-ts -a "(__mlflow_words)"`;
}
