/** A setting that can't be used; its message is one line for the person who gave it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
