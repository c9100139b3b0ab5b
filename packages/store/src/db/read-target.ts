import type { PoolLimits } from "./postgresql/connection-options.ts";

/** The database that reads are made on, as it can be told to a thread. */
export type ReadTarget =
  | { readonly dialect: "sqlite"; readonly path: string }
  | {
      readonly dialect: "postgresql";
      readonly uri: string;
      /** Read in its place while it can be. */
      readonly replicaUri?: string | undefined;
      readonly limits: PoolLimits;
    };
