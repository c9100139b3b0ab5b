import { platform } from "#platform";
import { checkPath } from "../../artifacts/upload.ts";
import { refusal } from "../../logging/check-entry.ts";
import type { LocalFile } from "../../platform/platform.ts";
import { textFile } from "../input-example.ts";
import { rowsOf } from "../check-input.ts";
import { checkModelPath } from "../model-folder.ts";
import { isTensorSpec } from "../signature.ts";
import type { Flavor, Predict } from "./flavor.ts";

/** What is said of a module besides. */
export interface JavascriptOptions {
  /** Further files and folders that the module reads or imports, below its own folder. */
  readonly codePaths?: readonly string[];
}

/** A module of a model. */
export interface JavascriptModel {
  /** Answers to an input, with the params of the signature. */
  predict(input: unknown, params: Readonly<Record<string, unknown>>): unknown;
}

const FOLDER = "code";
const LOCK_FILES = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
];

export const javascriptFlavor: Flavor<string, JavascriptOptions, JavascriptModel> = {
  name: "javascript",

  async prepare(path, { codePaths = [] }) {
    const [module, ...others] = await platform.listFiles(path);
    if (module === undefined || others.length > 0) {
      throw refusal(`'${path}' is a folder: name the module that exports predict.`);
    }
    const folder = path.slice(0, path.length - module.path.length) || ".";
    const model = await importModel(folder, module.path);
    return {
      files: [
        { path: `${FOLDER}/${module.path}`, open: module.open },
        ...(await collectCode(folder, codePaths)),
        ...(await describePackage(path)),
      ],
      flavors: { javascript: { main: `${FOLDER}/${module.path}`, package: "package.json" } },
      predict: predictWith(model),
    };
  },

  async open(folder, config) {
    const main = checkModelPath(folder, config["main"], "module");
    const native = await importModel(folder.localPath ?? folder.uri, main);
    return { native, predict: predictWith(native) };
  },
};

/** A table reaches the module as rows, whichever way it was given. */
function predictWith(model: JavascriptModel): Predict {
  return async (input, params, signature) => {
    const columns = signature?.inputs?.filter((spec) => !isTensorSpec(spec) && spec.name) ?? [];
    return model.predict(columns.length > 0 ? rowsOf(input, columns) : input, params);
  };
}

async function importModel(folder: string, path: string): Promise<JavascriptModel> {
  const module = await platform.importModule(folder, path);
  // `export function predict`, or `export default { predict }`.
  for (const candidate of [module, module["default"]]) {
    if (hasPredict(candidate)) return candidate;
  }
  throw refusal(`The module '${path}' exports no function predict.`);
}

function hasPredict(module: unknown): module is JavascriptModel {
  return (
    typeof module === "object" &&
    module !== null &&
    "predict" in module &&
    typeof module.predict === "function"
  );
}

/** With the places that they have beside the module, so that its imports find them. */
async function collectCode(folder: string, paths: readonly string[]): Promise<LocalFile[]> {
  const lists = paths.map(async (path) => {
    const place = checkPath(path.replace(/\/+$/, ""));
    const files = await platform.listFiles(`${folder}/${place}`);
    const isFile = files.length === 1 && place.endsWith(files[0]?.path ?? "/");
    return files.map((file) => ({
      path: isFile ? `${FOLDER}/${place}` : `${FOLDER}/${place}/${file.path}`,
      open: file.open,
    }));
  });
  return (await Promise.all(lists)).flat();
}

/** What the module needs: `npm ci` in the model's folder installs it. */
async function describePackage(path: string): Promise<LocalFile[]> {
  const manifest = await platform.findAbove(path, ["package.json"]);
  if (manifest === undefined) {
    return [textFile("package.json", `${JSON.stringify({ private: true })}\n`)];
  }
  const lock = await platform.findAbove(manifest, LOCK_FILES);
  const found = lock === undefined ? [manifest] : [manifest, lock];
  const lists = await Promise.all(found.map((one) => platform.listFiles(one)));
  return lists.flat();
}
