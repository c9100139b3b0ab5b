import { type AddressInfo, isIPv6 } from "node:net";
import { SchemaError, UnreachableError } from "@mlflow-ts/store";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "./app.ts";
import { openBackend } from "./backend.ts";
import { ConfigError, type ServerConfig } from "./config.ts";
import { stderrLog } from "./stderr-log.ts";

export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Finishes the requests in flight, then ends; after four seconds it cuts what is left. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 4000;

/** A start that failed for a reason that the operator can mend, in one line. */
function explain(error: unknown, config: ServerConfig): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const listen = `${config.host}:${config.port}`;
  const isOfDatabase = error instanceof SchemaError || error instanceof UnreachableError;
  if (isOfDatabase || code.startsWith("ERR_SQLITE")) {
    return new ConfigError(
      `The database ${config.databaseName} cannot be opened: ${error.message}.`,
    );
  }
  if (code === "EADDRINUSE") {
    return new ConfigError(
      `Port ${config.port} on ${config.host} is in use; stop what listens there or give --port another.`,
    );
  }
  if (code === "EACCES") {
    return new ConfigError(`Listening on ${listen} is not permitted; choose a port above 1023.`);
  }
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL" || code === "EAI_AGAIN") {
    return new ConfigError(`--host ${config.host} is not an address of this machine.`);
  }
  return error;
}

function urlOf(app: FastifyInstance, prefix: string): string {
  // A TCP server's address is never a pipe's name.
  const { address, port } = app.server.address() as AddressInfo;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}${prefix}`;
}

/**
 * Opens the database, creating it where there is none, and serves it.
 *
 * @throws ConfigError with one line when the database cannot be opened or the address not bound.
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  try {
    const backend = await openBackend(config);
    const logger = pino({ level: config.logLevel === "debug" ? "debug" : "warn" }, stderrLog);
    const app = buildApp({ config, ...backend, logger });
    try {
      await app.listen({ host: config.host, port: config.port });
    } catch (error) {
      await app.close();
      await backend.close();
      throw error;
    }
    return {
      url: urlOf(app, config.staticPrefix),
      close: async () => {
        const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS);
        await app.close();
        clearTimeout(cut);
        await backend.close();
      },
    };
  } catch (error) {
    throw explain(error, config);
  }
}
