import { readFile } from "node:fs/promises";
import { SERVER_OPTIONS } from "@mlflow-ts/server/config";
import { expect, test } from "vitest";

const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");

test.each(SERVER_OPTIONS)("README.md names $flag and its variable", ({ flag, offFlag, env }) => {
  for (const name of [...flag.matchAll(/-[\w-]+/g)].map(([text]) => text)) {
    expect(readme).toContain(`\`${name}\``);
  }
  if (offFlag !== undefined) expect(readme).toContain(`\`${offFlag}\``);
  if (env !== undefined) expect(readme).toContain(`\`${env}\``);
});
