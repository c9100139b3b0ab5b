import { defineConfig } from "vitest/config";

// Packages resolve to their sources, in tests and in the workers and commands that tests start.
// Not "module": it is for bundlers, and what packages name by it Node can't always load.
const conditions = ["source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["{packages/*/src,bench,conformance,scripts}/**/*.test.{ts,tsx}"],
    execArgv: ["--conditions=source"],
    // Only a test that hangs should meet these: a loaded machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
