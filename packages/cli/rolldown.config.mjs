import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Puts the built page beside the program, where the server looks for it first. */
const copyPage = {
  name: "copy-page",
  writeBundle() {
    const page = path("../web/dist");
    if (existsSync(page)) cpSync(page, path("dist/web"), { recursive: true });
  },
};

// One program from all packages and what they depend on: it loads a few files instead of a
// thousand, which halves the time to the first answer, and installs without dependencies.
export default defineConfig({
  input: {
    index: path("src/index.ts"),
    "reader-thread": path("../store/src/reader/reader-thread.ts"),
  },
  platform: "node",
  resolve: { conditionNames: ["source", "node", "import", "default"] },
  plugins: [copyPage],
  output: {
    dir: path("dist"),
    cleanDir: true,
    format: "esm",
    chunkFileNames: "[name]-[hash].js",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: { legal: true },
  },
});
