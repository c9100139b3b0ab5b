import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const manifest = JSON.parse(readFileSync(path("package.json"), "utf8"));

/** The client's types in one file, so that the package needs no other. */
function types(name, file) {
  return {
    platform: "node",
    // Of libraries that a program may go without, no type is part of the client's.
    external: Object.keys(manifest.peerDependencies),
    treeshake: { moduleSideEffects: false },
    input: { [name]: path(file) },
    resolve: { conditionNames: ["source", "node", "import", "default"] },
    plugins: [dts({ emitDtsOnly: true, tsconfig: path("tsconfig.json") })],
    output: { dir: path("dist/client"), format: "es", entryFileNames: "[name].mjs" },
  };
}

export default defineConfig([
  types("index", "src/client.ts"),
  types("browser", "src/client-browser.ts"),
]);
