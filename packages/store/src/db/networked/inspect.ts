import { SCHEMA_VERSION } from "../generated/schema-version.ts";
import { createEngine, type NetworkedDialect } from "./engine.ts";
import { explain } from "./errors.ts";

export interface NetworkedInspection {
  /** The schema's version; undefined when it holds no tables of MLflow's. */
  readonly stamp: string | undefined;
  /** That of the version which this program reads and writes. */
  readonly expectedStamp: string;
  /** Why there is no connection to it. */
  readonly unreachable: string | undefined;
}

/** Looks at a database of a network without changing it. */
export async function inspectNetworked(
  dialect: NetworkedDialect,
  uri: string,
): Promise<NetworkedInspection> {
  const engine = await createEngine(dialect, uri, { size: 1, recycleSeconds: 0 });
  const inspection = { expectedStamp: SCHEMA_VERSION, stamp: undefined, unreachable: undefined };
  try {
    return { ...inspection, stamp: await engine.readStamp() };
  } catch (error) {
    return { ...inspection, unreachable: explain(error) };
  } finally {
    await engine.end();
  }
}
