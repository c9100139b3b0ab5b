import type { NetworkedDialect, PoolLimits } from "./networked/engine.ts";

/** The database that reads are made on, as it can be told to a thread. */
export type ReadTarget =
  | { readonly dialect: "sqlite"; readonly path: string }
  | {
      readonly dialect: NetworkedDialect;
      readonly uri: string;
      /** Read in its place while it can be. */
      readonly replicaUri?: string | undefined;
      readonly limits: PoolLimits;
    };
