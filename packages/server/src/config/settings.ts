import { ConfigError } from "./config-error.ts";
import { SERVER_OPTIONS, type ServerFlags, type ServerOption } from "./options.ts";

export type { ServerFlags } from "./options.ts";

/** A text that was given, and the flag or variable that gave it, for messages. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const YES = new Set(["1", "true", "t", "yes", "y", "on"]);
const NO = new Set(["0", "false", "f", "no", "n", "off"]);

/** Looks settings up: the flag first, then its environment variable; an empty variable is unset. */
export class ServerSettings {
  readonly #flags: ServerFlags;
  readonly #env: Environment;

  constructor(flags: ServerFlags, env: Environment) {
    this.#flags = flags;
    this.#env = env;
  }

  text(name: keyof ServerFlags): Setting | undefined {
    const option = optionNamed(name);
    const flag = this.#flags[name];
    const source = longFlag(option);
    if (flag !== undefined) {
      if (flag === "")
        throw new ConfigError(`${source} is empty; give it a value or leave it out.`);
      return { value: String(flag), source };
    }
    const value = option.env === undefined ? undefined : this.#env[option.env];
    if (option.env === undefined || !value) return undefined;
    return { value, source: option.env };
  }

  flag(name: keyof ServerFlags, fallback: boolean): boolean {
    return readBoolean(this.text(name), fallback);
  }

  environmentText(name: string): Setting | undefined {
    const value = this.#env[name];
    return value ? { value, source: name } : undefined;
  }

  environmentFlag(name: string, fallback: boolean): boolean {
    return readBoolean(this.environmentText(name), fallback);
  }

  integer(name: keyof ServerFlags, fallback: number, least: number, most: number): number {
    const setting = this.text(name);
    if (!setting) return fallback;
    const number = /^\d{1,15}$/.test(setting.value) ? Number(setting.value) : NaN;
    if (number >= least && number <= most) return number;
    throw new ConfigError(
      `${setting.source} is '${setting.value}'; it must be a whole number from ${least} to ${most}.`,
    );
  }

  environmentInteger(name: string, fallback: number, most: number): number {
    const value = this.#env[name];
    if (!value) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number <= most) return number;
    throw new ConfigError(`${name} is '${value}'; it must be a whole number from 0 to ${most}.`);
  }

  list(name: keyof ServerFlags): string[] | undefined {
    const parts = this.text(name)
      ?.value.split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    return parts && parts.length > 0 ? parts : undefined;
  }

  choice<const C extends string>(name: keyof ServerFlags, choices: readonly C[], fallback: C): C {
    const setting = this.text(name);
    if (!setting) return fallback;
    const chosen = choices.find((choice) => choice === setting.value.toUpperCase());
    if (chosen !== undefined) return chosen;
    throw new ConfigError(
      `${setting.source} is '${setting.value}'; it must be one of ${choices.join(", ")}.`,
    );
  }

  /**
   * One line for each setting that was given without effect.
   *
   * @throws ConfigError for one that asks for what is not there.
   */
  notesOnIgnored(): string[] {
    const notes: string[] = [];
    for (const option of SERVER_OPTIONS) {
      if (option.refused === undefined && option.ignored === undefined) continue;
      const setting = this.text(option.name);
      const isSwitch = option.offFlag !== undefined;
      if (!setting || (isSwitch && !readBoolean(setting, false))) continue;
      if (option.refused !== undefined) {
        throw new ConfigError(`${setting.source} is not supported: ${option.refused}.`);
      }
      notes.push(`${setting.source} is ignored: ${option.ignored}.`);
    }
    return notes;
  }
}

function optionNamed(name: keyof ServerFlags): ServerOption {
  const option = SERVER_OPTIONS.find((candidate) => candidate.name === name);
  if (!option) throw new Error(`No server option is named ${name}.`);
  return option;
}

function longFlag(option: ServerOption): string {
  return /--[\w-]+/.exec(option.flag)?.[0] ?? option.flag;
}

function readBoolean(setting: Setting | undefined, fallback: boolean): boolean {
  if (!setting) return fallback;
  const value = setting.value.trim().toLowerCase();
  if (YES.has(value)) return true;
  if (NO.has(value)) return false;
  throw new ConfigError(`${setting.source} is '${setting.value}'; it must be true or false.`);
}
