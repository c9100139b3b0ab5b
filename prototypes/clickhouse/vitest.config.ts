import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: {
    include: ["prototypes/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
