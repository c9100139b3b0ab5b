import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What axe finds in a page, a line for each element. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  const { violations } = results as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => {
      const reason = failureSummary.split("\n").at(1)?.trim() ?? "";
      return `${id} (${help}): ${html.slice(0, 160)}: ${reason}`;
    }),
  );
}
