#!/usr/bin/env node
// Plain JavaScript that any Node can parse: says what is needed before newer syntax is loaded.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

const major = Number(process.versions.node.split(".")[0]);
const entry = new URL("../dist/index.js", import.meta.url);
if (major < 24) {
  console.error(
    `mlflow-ts needs Node.js 24 or newer; this is ${process.version} (${process.execPath}).`,
  );
  process.exit(1);
}
if (!existsSync(entry)) {
  console.error("mlflow-ts is not built yet; run `npm run build` in the repository first.");
  process.exit(1);
}
enableCompileCache();
await import(entry.href);
