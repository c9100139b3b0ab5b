#!/usr/bin/env node
// Plain JavaScript that any Node can parse: says what is needed before newer syntax is loaded.
import { existsSync } from "node:fs";
import module from "node:module";

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
// A server makes short-lived objects without end, and left alone V8 lets its heap grow by some 100 MB
// before it collects them. The flags against that can only be given at the start, so the program
// starts itself anew in the place of this process. Windows has no such call and goes without.
const heapFlags = ["--max-semi-space-size=4", "--optimize-for-size"];
const given = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`;
const serves = process.argv[2] === "server" || process.argv[2] === "ui";
if (serves && process.execve && !given.includes("--max-semi-space-size")) {
  const args = [...process.execArgv, ...heapFlags, ...process.argv.slice(1)];
  process.execve(process.execPath, [process.execPath, ...args]);
}
module.enableCompileCache();
await import(entry.href);
