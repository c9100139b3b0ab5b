import type { AnyEndpoint } from "@mlflow-ts/contract";

/** An endpoint's path with a value in each of its placeholders, below one of the API's roots. */
export function pathOf(
  endpoint: AnyEndpoint,
  values: Readonly<Record<string, string>> = {},
  root = "/api",
): string {
  const path = endpoint.path.replace(/\{(\*?)(\w+)\}/g, (_, rest: string, name: string) => {
    const value = values[name] ?? `any-${name}`;
    return rest ? value : encodeURIComponent(value);
  });
  return endpoint.root ? path : `${root}/${endpoint.since}.0${path}`;
}
