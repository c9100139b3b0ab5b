/** MLflow's clients log what the machine does under this prefix. */
export function isSystemMetric(key: string): boolean {
  return key.startsWith("system/");
}
