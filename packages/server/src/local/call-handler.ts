import { Readable } from "node:stream";
import {
  type AnyEndpoint,
  type Archive,
  contract,
  type Download,
  type EventStream,
  type Handlers,
  type TrackingContract,
  type UploadBody,
} from "@mlflow-ts/contract";
import { decodeAnswer } from "../decode-answer.ts";
import { createRequestParser, type ParseRequest } from "../http/parse-request.ts";

/** Any handler, once its request has been checked by the endpoint's own schema. */
type AnyHandler = (request: unknown, body?: AsyncIterable<Uint8Array>) => unknown;

const parsers = new Map<string, ParseRequest>();

/**
 * Calls a handler as a client's request over HTTP would: the request is checked by the same schema,
 * and the answer is what the client would read.
 *
 * @throws ApiError as the handler does.
 */
export async function callHandler(
  handlers: Handlers<TrackingContract>,
  name: keyof TrackingContract,
  request: Readonly<Record<string, unknown>>,
  upload?: UploadBody,
): Promise<unknown> {
  const endpoint: AnyEndpoint = contract[name];
  let parse = parsers.get(name);
  if (parse === undefined) parsers.set(name, (parse = createRequestParser(endpoint)));
  const fields = parse({ query: {}, body: request, path: {} });
  // The handler's type follows from the endpoint whose schema checks its request.
  const handler = handlers[name] as AnyHandler;
  const answer = await (upload === undefined ? handler(fields) : handler(fields, bytesOf(upload)));
  if (endpoint.transfer === "download") return toResponse(answer as Download);
  if (endpoint.transfer === "archive") return stream((answer as Archive).read());
  if (endpoint.transfer === "events") return stream(encode(answer as EventStream));
  return decodeAnswer(answer);
}

function bytesOf(upload: UploadBody): AsyncIterable<Uint8Array> {
  if (upload instanceof Blob) return upload.stream();
  if (upload instanceof ReadableStream) return upload;
  return new Blob([upload]).stream();
}

function toResponse(download: Download): Response {
  const read = async function* () {
    try {
      yield* download.read();
    } finally {
      await download.close();
    }
  };
  const headers = {
    "content-type": download.contentType,
    "content-length": String(download.sizeBytes),
  };
  return stream(read(), headers);
}

async function* encode(stream: EventStream): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const event of stream.events()) yield encoder.encode(event);
  } finally {
    stream.close();
  }
}

function stream(bytes: AsyncIterable<Uint8Array>, headers: Record<string, string> = {}): Response {
  // Node's own type of the same stream.
  const body = Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Response(body, { headers });
}
