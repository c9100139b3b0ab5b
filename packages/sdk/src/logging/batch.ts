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

/** A change of a run's state: mostly its end. */
export interface RunUpdate {
  readonly status: "RUNNING" | "FINISHED" | "FAILED" | "KILLED";
  /** Milliseconds since 1970. */
  readonly end_time?: number;
}

/** A file that waits to be stored. */
export interface ArtifactEntry {
  /** Below the run's artifacts. */
  readonly path: string;
  /** Where its content waits, below the folder of the journals. */
  readonly file: string;
}

/** What is logged, one after the other. */
export type Entry =
  | { readonly metric: MetricEntry }
  | { readonly param: TextEntry }
  | { readonly tag: TextEntry }
  | { readonly update: RunUpdate }
  | { readonly artifact: ArtifactEntry };

/** What is sent in one `runs/log-batch`. */
export interface Batch {
  readonly metrics: readonly MetricEntry[];
  readonly params: readonly TextEntry[];
  readonly tags: readonly TextEntry[];
}

/** What is sent for a run, one after the other. */
export type Operation =
  { readonly batch: Batch } | { readonly update: RunUpdate } | { readonly artifact: ArtifactEntry };

/** An operation, and where in the journal the last of its entries ends. */
export interface Piece {
  readonly operation: Operation;
  readonly end: number;
}
