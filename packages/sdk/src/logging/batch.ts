import type { Integer } from "./check-entry.ts";

/** One point of a metric. */
export interface MetricEntry {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: Integer;
  readonly step: Integer;
  /** The logged model that was measured, and on which dataset. */
  readonly model_id?: string;
  readonly dataset_name?: string;
  readonly dataset_digest?: string;
}

/** A param or a tag. */
export interface TextEntry {
  readonly key: string;
  readonly value: string;
}

/** What is sent in one `runs/log-batch`. */
export interface Batch {
  readonly metrics: readonly MetricEntry[];
  readonly params: readonly TextEntry[];
  readonly tags: readonly TextEntry[];
}

/** The end of a run. */
export interface RunEnd {
  readonly status: "FINISHED" | "FAILED" | "KILLED";
  /** Milliseconds since 1970. */
  readonly end_time: number;
}

/** What is sent for a run, one after the other. */
export type Operation = { readonly batch: Batch } | { readonly end: RunEnd };

/** MLflow's limits of one batch. */
export const MAX_METRICS = 1000;
export const MAX_TEXTS = 100;
export const MAX_ENTRIES = 1000;
