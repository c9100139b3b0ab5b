import type { routes } from "@mlflow-ts/contract/routes";

/** What an endpoint's requests and answers look like. */
export type Route = (typeof routes)[keyof typeof routes];

/** What an endpoint's request becomes: the path and query, and the fields left for the body. */
export interface RequestParts {
  /** After the API's root, or after the server's for an endpoint that stands there. */
  readonly pathAndQuery: string;
  readonly bodyFields: Readonly<Record<string, unknown>> | undefined;
}

const PATH_PARAMETER = /\{(\*?)([a-z_]+)\}/g;

/**
 * Divides a request into the path's parameters and the query, or the JSON body.
 *
 * @throws TypeError when a path parameter is missing, before anything is sent.
 */
export function divideRequest(
  endpoint: Route,
  request: Readonly<Record<string, unknown>>,
): RequestParts {
  const rest = new Map(Object.entries(request).filter(([, value]) => value != null));
  const path = endpoint.path.replaceAll(PATH_PARAMETER, (_match, star: string, name: string) => {
    const value = rest.get(name);
    if (typeof value !== "string" || value === "") {
      throw new TypeError(`${name} must be a text that is not empty: it is part of the address.`);
    }
    rest.delete(name);
    return star === "" ? encodeSegment(value) : value.split("/").map(encodeSegment).join("/");
  });
  const prefixed = endpoint.root ? path.slice(1) : `${endpoint.since}.0${path}`;
  const hasJsonBody = endpoint.methods[0] === "POST" || endpoint.methods[0] === "PATCH";
  if (hasJsonBody && endpoint.transfer === undefined) {
    // MLflow: its server wants what stands in the path in the body too.
    const given = Object.entries(request).filter(([, value]) => value != null);
    return { pathAndQuery: prefixed, bodyFields: Object.fromEntries(given) };
  }
  const query = encodeQuery(rest);
  return { pathAndQuery: query === "" ? prefixed : `${prefixed}?${query}`, bodyFields: undefined };
}

/** `.` and `..` survive encoding, and URL parsers would resolve them: they are refused. */
function encodeSegment(segment: string): string {
  if (segment === "." || segment === "..") {
    throw new TypeError(`A path must not hold "${segment}".`);
  }
  return encodeURIComponent(segment);
}

/** Lists become repeated fields, as MLflow reads them. */
function encodeQuery(fields: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  return query.toString();
}
