import type { CallOptions, Client, TrackingContract, UploadBody } from "@mlflow-ts/contract";
import { encodeJson, parseJson } from "@mlflow-ts/contract/json";
import { routes } from "@mlflow-ts/contract/routes";
import { MlflowError } from "./mlflow-error.ts";
import { divideRequest, type Route } from "./request-url.ts";
import { divideAddress } from "./server-address.ts";

export { MlflowError } from "./mlflow-error.ts";

/** How a client of the REST API reaches the server. */
export interface ClientOptions {
  /**
   * The server's address with its static prefix, such as `http://127.0.0.1:8080`. A user and password
   * in it are sent as `Authorization`.
   */
  readonly baseUrl: string | URL;
  /** `ajax-api` is the same API for pages, which proxies may guard by other rules. */
  readonly apiRoot?: "api" | "ajax-api";
  /** Replaces the global `fetch`, for example to add retries. */
  readonly fetch?: typeof fetch;
  /** Sent with every request, for example `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A typed client of the REST API alone: one method for each endpoint, in browsers and in Node, with
 * the wire's own names. It keeps no run and tries nothing again. 64-bit integers past 2^53 are
 * `bigint`, both ways.
 *
 * @throws MlflowError (each method) when the server refuses or can't be reached.
 * @example
 * const rest = mlflow.createClient({ baseUrl: mlflow.getTrackingUri() });
 * const { experiment_id } = await rest.createExperiment({ name: "mnist" });
 * const { run } = await rest.createRun({ experiment_id, start_time: Date.now() });
 */
export function createClient(options: ClientOptions): TrackingClient {
  const address = divideAddress(String(options.baseUrl));
  const headers = new Headers(options.headers);
  if (address.authorization !== undefined) headers.set("authorization", address.authorization);
  const server = { ...options, ...address, headers };
  return toClient((name, request, upload, call) =>
    callEndpoint(server, routes[name], request, upload, call),
  );
}

/**
 * What a client of the whole REST API is: one method for each endpoint. The server's
 * `/openapi.json` lists them, with what each takes and answers.
 */
export type TrackingClient = Client<TrackingContract>;

/** Answers a call of the endpoint of this name. */
export type Call = (
  name: keyof TrackingClient,
  request: Fields,
  upload?: UploadBody,
  options?: CallOptions,
) => Promise<unknown>;

/** A client whose methods all lead to `call`. */
export function toClient(call: Call): TrackingClient {
  // The routes' keys are the endpoints' names.
  const names = Object.keys(routes) as (keyof TrackingClient)[];
  const methods = names.map((name) => [
    name,
    routes[name].transfer === "upload"
      ? (request: Fields, body: UploadBody, options?: CallOptions) =>
          call(name, request, body, options)
      : (request: Fields, options?: CallOptions) => call(name, request, undefined, options),
  ]);
  // The contract's types are the methods' only description; the wire can't be checked against them.
  return Object.fromEntries(methods) as TrackingClient;
}

type Fields = Readonly<Record<string, unknown>>;

async function callEndpoint(
  options: Omit<ClientOptions, "headers"> & { readonly headers: Headers },
  endpoint: Route,
  request: Fields,
  upload?: UploadBody,
  call: CallOptions = {},
): Promise<unknown> {
  const { pathAndQuery, bodyFields } = divideRequest(endpoint, request);
  const base = String(options.baseUrl).replace(/\/+$/, "");
  const headers = new Headers(options.headers);
  if (bodyFields !== undefined) headers.set("content-type", "application/json");
  const init: RequestInit & { duplex?: "half" } = { method: endpoint.methods[0], headers };
  if (bodyFields !== undefined) init.body = encodeJson(bodyFields);
  if (upload !== undefined) {
    init.body = upload;
    // A streamed body needs it; `fetch` refuses the request otherwise.
    init.duplex = "half";
  }
  if (call.signal !== undefined) init.signal = call.signal;
  const root = endpoint.root ? base : `${base}/${options.apiRoot ?? "api"}`;
  const url = `${root}/${pathAndQuery}`;
  const response = await send(options.fetch ?? fetch, url, init);
  if (!response.ok) throw await readError(response);
  if (endpoint.transfer !== undefined && endpoint.transfer !== "upload") return response;
  return readJson(response);
}

async function send(send: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await send(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    const { origin } = new URL(url);
    const message = `Could not reach ${origin}: ${describe(error)}${describeOrigin(origin)}`;
    throw new MlflowError("CONNECTION_FAILED", message, 0, { cause: error });
  }
}

/** A browser tells a page nothing of why another origin did not answer. */
function describeOrigin(server: string): string {
  const own = (globalThis as { location?: { origin: string } }).location?.origin;
  if (own === undefined || own === server) return "";
  return ` (if it runs: does it allow this page, by --cors-allowed-origins ${own}?)`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return parseJson(text === "" ? "{}" : text);
  } catch (error) {
    const message = `The answer of ${response.url} is not JSON: ${shorten(text)}`;
    throw new MlflowError("INVALID_ANSWER", message, response.status, { cause: error });
  }
}

/** A proxy before the server may answer HTML, so anything but MLflow's error is cited, shortened. */
async function readError(response: Response): Promise<MlflowError> {
  const text = await response.text().catch(() => "");
  const { error_code: code, message } = parseErrorBody(text);
  return new MlflowError(
    typeof code === "string" ? code : `HTTP_${response.status}`,
    typeof message === "string"
      ? message
      : `The server answered ${response.status} ${response.statusText}: ${shorten(text)}`,
    response.status,
  );
}

function parseErrorBody(text: string): { error_code?: unknown; message?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}

function shorten(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
