import cluster from "node:cluster";
import { type AddressInfo, isIPv6 } from "node:net";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "./app.ts";
import { openBackend } from "./backend.ts";
import type { ServerConfig } from "./config.ts";
import { explainFailedStart } from "./explain-failed-start.ts";
import type { RunningServer } from "./running-server.ts";
import { stderrLog } from "./stderr-log.ts";

const CLOSE_WITHIN_MS = 4000;

/**
 * Whether the system spreads connections over the workers' sockets. Handed on by the process that
 * supervises them, as elsewhere, a connection would hang when its worker is killed at that moment.
 */
function sharesPort(): boolean {
  return cluster.isWorker && process.platform === "linux";
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
      // Fastify hands all on to Node; its types do not know each.
      const place = { host: config.host, port: config.port, reusePort: sharesPort() };
      await app.listen(place);
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
    throw explainFailedStart(error, config);
  }
}
