import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pinnedNode, root } from "./root.mjs";
import { run } from "./run.mjs";

// In this order: the program holds the page.
const BUILDS = [
  {
    name: "Building the web page (vite build)",
    command: [
      pinnedNode,
      "node_modules/vite/bin/vite.js",
      "build",
      "packages/web",
      "--logLevel=warn",
    ],
    inputs: ["contract", "sdk", "web"],
    output: "packages/web/dist/index.html",
    stamp: ".cache/web-built",
  },
  {
    name: "Building the server (rolldown)",
    command: [
      pinnedNode,
      "node_modules/rolldown/bin/cli.mjs",
      "-c",
      "packages/cli/rolldown.config.mjs",
      "--log-level=warn",
    ],
    inputs: ["contract", "store", "server", "sdk", "cli", "web"],
    output: "packages/cli/dist/index.js",
    stamp: ".cache/server-built",
  },
];
const SETTINGS = ["package-lock.json", "tsconfig.base.json"];
const IGNORED = new Set(["node_modules", "dist", ".cache"]);

/** Builds what has changed since it was built last. */
export async function build() {
  for (const { name, command, inputs, output, stamp } of BUILDS) {
    const state = fingerprint(inputs);
    const stampFile = join(root, stamp);
    if (existsSync(join(root, output)) && readStamp(stampFile) === state) continue;
    await run(name, command, { isQuiet: true });
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, state);
  }
}

/** Changes with the names, sizes and times of the packages' files; reads none of them. */
function fingerprint(packages) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (IGNORED.has(entry.name) || entry.name.endsWith(".tsbuildinfo")) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) visit(path);
    }
  };
  for (const name of SETTINGS) visit(join(root, name));
  for (const name of packages) walk(join(root, "packages", name));
  return hash.digest("hex");
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
