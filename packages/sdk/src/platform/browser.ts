import { MlflowError } from "../mlflow-error.ts";
import { figures } from "./browser-figures.ts";
import type { Platform, Scope } from "./platform.ts";

/** What of a page is used; this package's types know no DOM. A worker has the same. */
const page = globalThis as {
  location?: { origin: string; pathname: string };
  addEventListener?: (event: "pagehide", act: () => void) => void;
};

/** A page has no scopes that survive an `await`: the value is that of the last `run` still going. */
function createScope<T>(): Scope<T> {
  const values: T[] = [];
  return {
    get: () => values.at(-1),
    run(value, work) {
      values.push(value);
      const leave = (): void => {
        values.splice(values.lastIndexOf(value), 1);
      };
      try {
        const result = work();
        if (result instanceof Promise) void result.then(leave, leave);
        else leave();
        return result;
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}

function needsFiles(instead: string): never {
  throw new MlflowError("INVALID_STATE", `A web page has no files: ${instead}`, 400);
}

export const platform: Platform = {
  env: {},
  createScope,
  createJournal: () => undefined,
  takeLeftJournals: () => [],
  keepContent: () => needsFiles("the artifact can't wait for the server; log it again later."),
  openContent: () => needsFiles("no artifact waits here."),
  dropContent: () => {},
  describeProgram: async () => ({
    "mlflow.source.name": page.location?.pathname ?? "browser",
    "mlflow.source.type": "LOCAL",
  }),
  onExit: (act) => page.addEventListener?.("pagehide", () => act(false)),
  onIdle: () => {},
  onSignal: () => () => {},
  listFiles: () => {
    throw unavailable("read files by their path: use logText, logDict, logImage or logFigure");
  },
  saveFiles: async (_files, folder) => {
    if (folder !== undefined) throw unavailable("write files: log the model to a server");
    return undefined;
  },
  findAbove: async () => undefined,
  importModule: () => {
    throw unavailable("run a model that is a module of Node.js: load it in Node.js");
  },
  packages: {
    onnxruntime: [{ name: "onnxruntime-web", load: () => import("onnxruntime-web") }],
    tfjs: [{ name: "@tensorflow/tfjs", load: () => import("@tensorflow/tfjs") }],
  },
  writeFile: () => needsFiles("read the artifact's content instead."),
  makeTemporaryFolder: () => needsFiles("read the artifact's content instead."),
  localFolder: () => undefined,
  // A page that our server serves logs to it unless told otherwise.
  defaultUri: () => page.location?.origin,
  absoluteUri: (uri) => uri,
  figures,
  createSystemSampler: () => undefined,
  warn: (message) => console.warn(`mlflow: ${message}`),
};

function unavailable(what: string): MlflowError {
  return new MlflowError("INVALID_STATE", `A web page can't ${what}.`, 400);
}
