import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, root } from "./root.mjs";
import { run } from "./run.mjs";

/** Runs `npm ci` when what is installed is not what package-lock.json asks for. */
export async function install() {
  if (isInstalled()) return;
  const flags = ["--no-audit", "--no-fund", "--loglevel=error"];
  await run("Installing packages (npm ci)", [...npm(), "ci", ...flags]);
  if (!existsSync(pinnedNode)) {
    throw new Error(
      "npm ci did not run the install script of the package 'node', which fetches the pinned " +
        "Node.js; see `npm config get ignore-scripts`, then run the command again.",
    );
  }
}

/**
 * npm writes what it installed into a copy of the lock file, at the very end: an install that was
 * interrupted has none. Optional packages are mostly those of other platforms.
 */
function isInstalled() {
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(join(root, "node_modules/.package-lock.json"));
  if (!wanted || !installed || !existsSync(pinnedNode)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/")) return true;
    const found = installed[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs this script, or else the one on the PATH. */
function npm() {
  const path = process.env.npm_execpath;
  return path?.endsWith("npm-cli.js") ? [process.execPath, path] : ["npm"];
}
