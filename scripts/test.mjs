// npm test: installs and builds what is missing, then runs every check that needs only npm.
import "./setup/check-node.mjs";
import { prepare } from "./setup/prepare.mjs";
import { runPinned } from "./setup/run-pinned.mjs";

const STEPS = [
  ["type check", "typescript/bin/tsc", "-b"],
  ["lint", "oxlint/bin/oxlint"],
  ["format", "prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
  ["unused code and dependencies", "knip/bin/knip.js"],
  ["unit tests", "vitest/vitest.mjs", "run", "--reporter=default"],
];
const LEFT_OUT = [
  ["MLflow's Python client, its own server and its database", "need Python with mlflow and torch"],
  ["the web page in a browser", "needs Chromium"],
  ["the image, built and run", "needs root, buildah and Debian's packages"],
  [
    "the prototype of points in ClickHouse",
    "needs Python with ClickHouse's engine, and PostgreSQL",
  ],
  ["kill -9 under load and the bench", "take minutes and the whole machine"],
];

await prepare();
let failed = 0;
for (const [name, tool, ...args] of STEPS) {
  const startedAt = performance.now();
  console.log(`\n== ${name}`);
  const code = await runPinned([`node_modules/${tool}`, ...args]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`== ${name}: ${code === 0 ? "passed" : `FAILED (exit code ${code})`}, ${seconds} s`);
  if (code !== 0) failed += 1;
}
console.log("\nLeft out, as they need more than npm; `bash .ci/run` installs it and runs them:");
for (const [what, why] of LEFT_OUT) console.log(`  - ${what} (${why})`);
console.log(`\nnpm test: ${STEPS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
