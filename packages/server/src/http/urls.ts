import type { AnyEndpoint } from "@mlflow-ts/contract";

/** The URLs of an endpoint: `/api/2.0/…` for programs and `/ajax-api/2.0/…` for pages. */
export function urlsOf({
  root,
  since,
  path,
}: Pick<AnyEndpoint, "root" | "since" | "path">): string[] {
  if (root) return [path];
  return ["/api", "/ajax-api"].map((base) => `${base}/${since}.0${path}`);
}
