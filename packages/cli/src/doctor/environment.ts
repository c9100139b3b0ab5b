const SECRET = /TOKEN|PASSWORD|SECRET|KEY|CREDENTIAL|AUTH/;

/** The `MLFLOW_` variables that are set, without what must stay secret, or without any value. */
export function listEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  isMasked: boolean,
): Record<string, string> {
  const names = Object.keys(env).filter((name) => name.startsWith("MLFLOW_"));
  return Object.fromEntries(
    names.sort().map((name) => {
      const value = env[name] ?? "";
      return [name, isMasked || SECRET.test(name) ? "***" : withoutPassword(value)];
    }),
  );
}

/** An address without the password, or user, that may stand in it. */
export function withoutPassword(text: string): string {
  return text.replaceAll(/:\/\/[^@/\s]*@/g, "://***@");
}
