export interface MetricName {
  readonly runId: string;
  readonly key: string;
}

/** One text for each metric. */
export function idOf({ runId, key }: MetricName): string {
  return JSON.stringify([runId, key]);
}
