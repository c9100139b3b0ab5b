import type { Database } from "./database.ts";
import type { ReadTarget } from "./read-target.ts";

/** A database whose tables are there, and where its long reads are made. */
export interface OpenDatabase {
  readonly database: Database;
  readonly targets: { readonly reader: ReadTarget; readonly series: ReadTarget };
  readonly readerThreads: number;
}
