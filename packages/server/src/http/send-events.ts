import { Readable } from "node:stream";
import type { EventStream } from "@mlflow-ts/contract";
import type { FastifyReply } from "fastify";

/** Answers with events as they come, until the client leaves or the stream is closed. */
export function sendEvents(reply: FastifyReply, stream: EventStream): FastifyReply {
  reply.raw.once("close", () => stream.close());
  reply.header("content-type", "text/event-stream; charset=utf-8");
  reply.header("cache-control", "no-store");
  // Proxies such as nginx would gather events before they pass them on.
  reply.header("x-accel-buffering", "no");
  return reply.send(Readable.from(stream.events(), { objectMode: false, highWaterMark: 1024 }));
}
