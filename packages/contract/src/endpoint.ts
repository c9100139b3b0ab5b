import type { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a caller must be allowed to do; checked once, where the contract is bound to routes. */
export type Permission = "read" | "write" | "delete";

export interface EndpointSpec<Request extends z.ZodType, Response extends z.ZodType> {
  /** The most used method first; MLflow serves a few endpoints under two. */
  readonly methods: readonly [Method, ...Method[]];
  /** After the version prefix, such as `/mlflow/runs/{run_id}`; a last `{*name}` holds slashes. */
  readonly path: string;
  /** The major API version that introduced it: `/api/2.0/…` or `/api/3.0/…`. */
  readonly since: 2 | 3;
  /** Stands at the server's root, without a version: `/get-artifact`. */
  readonly root?: boolean;
  readonly permission: Permission;
  readonly summary: string;
  readonly request: Request;
  readonly response: Response;
  /** Old names of request fields, still sent by old clients: `{ run_uuid: "run_id" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /**
   * `upload`: the body is a file, streamed. `download`: so is the answer. `archive`: the answer is
   * many files as one. `events`: server-sent.
   */
  readonly transfer?: "upload" | "download" | "archive" | "events";
}

/** One operation of the API, declared once. Everything else about it follows from this value. */
export function endpoint<
  Request extends z.ZodType,
  Response extends z.ZodType,
  const Spec extends EndpointSpec<Request, Response>,
>(spec: Spec & EndpointSpec<Request, Response>): Spec {
  return spec;
}

export type AnyEndpoint = EndpointSpec<z.ZodType, z.ZodType>;
export type Contract = Readonly<Record<string, AnyEndpoint>>;

/** Bytes `first` to `last` of a file, both included and counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** An opened file on its way to a client. */
export interface Download {
  readonly sizeBytes: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modifiedMs: number;
  readonly contentType: string;
  /** Shown by the browser's save dialogue; path separators never occur in it. */
  readonly fileName: string;
  /**
   * The content security policy under which browsers show the file in a frame of the page. Without
   * one the file is an attachment: browsers save it and show nothing.
   */
  readonly shownUnder?: string;
  /** The whole file or one part of it; at most once. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Frees the file. Whoever sends the answer calls it once that has ended, however it ended. */
  close(): Promise<void>;
}

/** Files on their way to a client as one zip archive, made while it is sent. */
export interface Archive {
  readonly fileName: string;
  /** The archive's bytes; at most once. When it ends early, what it has open is freed. */
  read(): AsyncIterable<Uint8Array>;
}

/** Server-sent events on their way to a client. */
export interface EventStream {
  /** The stream's text, as it comes; at most once. */
  events(): AsyncIterable<string>;
  /** Ends the events. Whoever sends them calls it once the client has left. */
  close(): void;
}

/** An answer that is already JSON text, made where the data was, such as in a reader thread. */
export class EncodedJson<T> {
  declare readonly type: T;
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** As {@link EncodedJson}, of an answer that is too long to be at hand as a whole. */
export class StreamedJson<T> {
  declare readonly type: T;
  /** The text's bytes, in order; at most once. Its end is only there once it has been made. */
  readonly parts: AsyncIterable<Uint8Array>;
  constructor(parts: AsyncIterable<Uint8Array>) {
    this.parts = parts;
  }
}

type Answer<E extends AnyEndpoint> = E extends { transfer: "download" }
  ? Download
  : E extends { transfer: "archive" }
    ? Archive
    : E extends { transfer: "events" }
      ? EventStream
      : | z.input<E["response"]>
        | EncodedJson<z.input<E["response"]>>
        | StreamedJson<z.input<E["response"]>>;

/** What a server implements: one function an endpoint. A missing one does not compile. */
export type Handlers<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends { transfer: "upload" }
    ? (
        request: z.output<C[Name]["request"]>,
        body: AsyncIterable<Uint8Array>,
      ) => Promise<Answer<C[Name]>>
    : (request: z.output<C[Name]["request"]>) => Promise<Answer<C[Name]>> | Answer<C[Name]>;
};

/** What accompanies one call of a client. */
export interface CallOptions {
  /** Ends the call early; its promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A file to send: bytes at hand, or a stream of them. */
export type UploadBody = Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

type ClientAnswer<E extends AnyEndpoint> = E extends {
  transfer: "download" | "archive" | "events";
}
  ? Response
  : z.output<E["response"]>;

/**
 * What a client offers: one method an endpoint. A download and events answer the HTTP response, so that its
 * body can be streamed; an upload takes the file as its second argument.
 */
export type Client<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends { transfer: "upload" }
    ? (
        request: z.input<C[Name]["request"]>,
        body: UploadBody,
        options?: CallOptions,
      ) => Promise<ClientAnswer<C[Name]>>
    : (
        request: z.input<C[Name]["request"]>,
        options?: CallOptions,
      ) => Promise<ClientAnswer<C[Name]>>;
};
