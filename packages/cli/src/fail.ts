/** Ends the command with one line on stderr and exit code 1; MLFLOW_TS_DEBUG=1 adds the stack. */
export function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`mlflow: ${onOneLine(message)}`);
  if (process.env["MLFLOW_TS_DEBUG"] && error instanceof Error) console.error(error.stack);
  process.exit(1);
}

export function onOneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
