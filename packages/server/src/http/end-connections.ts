import type { Server } from "node:http";
import { Server as TcpServer } from "node:net";

/** For how long a connection without a request is kept: its client may just be sending the next. */
const GRACE_MS = 500;

/**
 * Stops listening, and ends when the last connection has ended. Requests in flight, and those that
 * come on open connections meanwhile, are answered; Fastify adds `Connection: close` to the latter.
 */
export async function endConnections(server: Server): Promise<void> {
  server.keepAliveTimeout = GRACE_MS;
  server.keepAliveTimeoutBuffer = 0;
  // Not HTTP's own close: it cuts at once what is idle here, although a request may be on its way.
  const ended = new Promise<void>((done) => TcpServer.prototype.close.call(server, () => done()));
  const graceOver = setTimeout(() => server.closeIdleConnections(), GRACE_MS);
  await ended;
  clearTimeout(graceOver);
}
