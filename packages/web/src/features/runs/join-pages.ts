import type { Run } from "@mlflow-ts/contract";

/** The runs of all pages, each once: a run that starts meanwhile pushes others onto the next page. */
export function joinPages(
  pages: readonly { readonly runs?: readonly Run[] | undefined }[],
): readonly Run[] {
  const byId = new Map<string, Run>();
  for (const page of pages) {
    for (const run of page.runs ?? []) {
      if (!byId.has(run.info.run_id)) byId.set(run.info.run_id, run);
    }
  }
  return [...byId.values()];
}
