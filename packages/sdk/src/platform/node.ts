import { AsyncLocalStorage } from "node:async_hooks";
import { openAsBlob } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { constants } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { MlflowError } from "../mlflow-error.ts";
import { describeProgram } from "./describe-program.ts";
import { figures } from "./node-figures.ts";
import { findAbove, importModule, saveFiles } from "./model-files.ts";
import { createSystemSampler } from "./system-sampler.ts";
import type { LocalFile, OptionalPackage, Platform, Scope } from "./platform.ts";
import * as journals from "./journal-folder.ts";
import {
  absoluteUri,
  defaultUri,
  localFolder,
  makeTemporaryFolder,
  writeFile,
} from "./local-files.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** A process that was asked to end and does not is killed by whoever asked. */
const END_WITHIN_MS = 5000;

function createScope<T>(): Scope<T> {
  const storage = new AsyncLocalStorage<T>();
  return { get: () => storage.getStore(), run: (value, work) => storage.run(value, work) };
}

async function listFiles(path: string): Promise<LocalFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new MlflowError("INVALID_PARAMETER_VALUE", `No file or folder is at '${path}'.`, 400);
  }
  if (found.isFile()) return [{ path: basename(path), open: () => openAsBlob(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return { path: relative(path, full).replaceAll(sep, "/"), open: () => openAsBlob(full) };
    });
}

function onSignal(act: () => Promise<void>): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      const limit = new Promise((done) => setTimeout(done, END_WITHIN_MS).unref());
      void Promise.race([act().catch(() => {}), limit]).then(() => {
        // Whoever else listens decides how the process ends.
        if (process.listenerCount(signal) === 0) process.exit(128 + constants.signals[signal]);
      });
    };
    process.once(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

function optionalPackage(name: string): OptionalPackage {
  return { name, load: () => import(name) as Promise<unknown> };
}

export const platform: Platform = {
  env: process.env,
  createScope,
  ...journals,
  describeProgram,
  onExit: (act) => process.once("exit", (code) => act(code !== 0)),
  onIdle: (act) => process.once("beforeExit", act),
  onSignal,
  listFiles,
  writeFile,
  makeTemporaryFolder,
  localFolder,
  defaultUri,
  absoluteUri,
  figures,
  createSystemSampler,
  saveFiles,
  findAbove,
  importModule,
  packages: {
    onnxruntime: ["onnxruntime-node", "onnxruntime-web"].map(optionalPackage),
    tfjs: ["@tensorflow/tfjs", "@tensorflow/tfjs-node"].map(optionalPackage),
  },
  warn: (message) => console.warn(`mlflow: ${message}`),
};
