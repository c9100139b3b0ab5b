import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
const store = "@mlflow-ts/store";
const sdk = "@mlflow-ts/sdk/client";

/** Files with one import each: whether lint must refuse it. */
const REFUSED: [file: string, imported: string][] = [
  ["packages/contract/src/runs.ts", store],
  ["packages/contract/src/runs.ts", "kysely"],
  ["packages/contract/src/filter/lexer.ts", "node:fs"],
  ["packages/contract/src/runs.test.ts", store],
  ["packages/store/src/runs/queries.ts", "@mlflow-ts/server"],
  ["packages/store/src/runs/queries.ts", "../../../server/src/app.ts"],
  ["packages/store/src/db/connect.ts", "../runs/queries.ts"],
  ["packages/server/src/runs/handlers.ts", sdk],
  ["packages/server/src/runs/handlers.ts", "fastify"],
  ["packages/server/src/http/static-web.ts", "mlflow-ts"],
  ["packages/sdk/src/client.ts", "@mlflow-ts/server/config"],
  ["packages/web/src/app/main.tsx", store],
  ["packages/web/src/features/runs/table.tsx", "../../app/router.tsx"],
  ["packages/web/src/components/table.tsx", "../features/runs/columns.tsx"],
  ["packages/web/src/components/table.tsx", "../app/router.tsx"],
  ["packages/cli/src/index.ts", "@mlflow-ts/web"],
  ["packages/cli/src/index.ts", "../../server/src/app.ts"],
  ["conformance/http/run.ts", "@mlflow-ts/contract"],
  ["conformance/http/run.ts", "../../packages/contract/src/index.ts"],
  ["e2e/page.ts", sdk],
  ["bench/run.ts", "@mlflow-ts/server"],
  ["prototypes/clickhouse/point-store.ts", store],
];
const ACCEPTED: [file: string, imported: string][] = [
  ["packages/contract/src/runs.ts", "zod"],
  ["packages/contract/src/runs.ts", "./filter/lexer.ts"],
  ["packages/contract/src/runs.test.ts", "vitest"],
  ["packages/store/src/runs/queries.ts", "@mlflow-ts/contract"],
  ["packages/store/src/runs/queries.ts", "../db/connect.ts"],
  ["packages/server/src/runs/handlers.ts", store],
  ["packages/server/src/http/bind-contract.ts", "fastify"],
  ["packages/sdk/src/client.ts", "@mlflow-ts/contract"],
  ["packages/web/src/app/main.tsx", "../features/runs/table.tsx"],
  ["packages/web/src/features/runs/table.tsx", sdk],
  ["packages/cli/src/index.ts", "@mlflow-ts/server/config"],
  ["packages/cli/src/gc-command.ts", store],
  ["conformance/http/run.ts", "../servers.ts"],
];

interface Report {
  diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
}

let folder: string;
let refusals: Set<string>;

/** Each import in one statement and, as code is split by them too, in one dynamic import. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mlflow-ts-arrows-"));
  await copyFile(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  const lines = new Map<string, string[]>();
  for (const [file, imported] of [...REFUSED, ...ACCEPTED]) {
    const planted = lines.get(file) ?? [];
    planted.push(`export type * from "${imported}"; await import("${imported}");`);
    lines.set(file, planted);
  }
  for (const [file, planted] of lines) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), planted.join("\n"));
  }
  const { diagnostics } = await lint(folder);
  refusals = new Set();
  for (const { code, filename, labels } of diagnostics) {
    if (code !== "eslint(no-restricted-imports)") continue;
    const line = lines.get(filename)?.[(labels[0]?.span.line ?? 0) - 1];
    const imported = line?.split('"')[1];
    refusals.add(`${filename} -> ${imported}`);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(REFUSED)("lint refuses that %s imports %s", (file, imported) => {
  expect(refusals).toContain(`${file} -> ${imported}`);
});

test.each(ACCEPTED)("lint accepts that %s imports %s", (file, imported) => {
  expect(refusals).not.toContain(`${file} -> ${imported}`);
});

async function lint(cwd: string): Promise<Report> {
  const run = promisify(execFile);
  // oxlint looks for its type-aware part there, as the planted folder has no packages.
  const path = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const options = { cwd, maxBuffer: 1e8, env: { ...process.env, PATH: path } };
  const output = await run(process.execPath, [oxlint, "--format=json"], options).then(
    ({ stdout }) => stdout,
    // oxlint exits with 1 when it finds something.
    (failure: { stdout: string }) => failure.stdout,
  );
  return JSON.parse(output);
}
