import type { LibraryName } from "../artifacts/figures/libraries.ts";
import type { SystemSampler } from "../system-metrics/monitor.ts";
import type { Spool } from "../logging/spool.ts";

/** A value that follows a program's asynchronous calls, as a thread-local one follows a thread. */
export interface Scope<T> {
  get(): T | undefined;
  run<Result>(value: T, work: () => Result): Result;
}

/** Whose entries a spool keeps. */
export interface SpoolOwner {
  readonly trackingUri: string;
  readonly runId: string;
}

/** A spool that a process left behind. */
export interface LeftSpool extends SpoolOwner {
  readonly spool: Spool;
}

/** A file on this machine that is to become an artifact. */
export interface LocalFile {
  /** Below the folder that was named, with `/`; the file's own name when a file was named. */
  readonly path: string;
  open(): Promise<Blob>;
}

/** How figures are drawn and packed. */
export interface FigurePlatform {
  /** An SVG as a PNG, with `scale` pixels for each of its own. */
  toPng(svg: string, scale: number): Promise<Blob>;
  /** The file of a library that pages load; nothing where files can't be read. */
  readLibrary(name: LibraryName, file: string): Promise<string | undefined>;
  /** A Plotly figure (JSON) as a `data:` address. */
  drawPlotly(
    figure: string,
    format: "svg" | "png",
    size: { readonly width: number; readonly height: number; readonly scale: number },
  ): Promise<string>;
}

/** A package that only those install who use it. */
export interface OptionalPackage {
  readonly name: string;
  load(): Promise<unknown>;
}

/** A file on its way onto this machine. */
export interface ArrivingFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  read(): Promise<AsyncIterable<Uint8Array>>;
}

/** What Node has and a web page has not, or has otherwise. */
export interface Platform {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly origin: string | undefined;
  createScope<T>(): Scope<T>;
  createSpool(owner: SpoolOwner, folder: string | undefined): Spool;
  /** Takes over the spools that ended processes left for a server. */
  takeLeftSpools(trackingUri: string, folder: string | undefined): LeftSpool[];
  /** MLflow's system tags: who runs what, from which source and commit. */
  describeProgram(): Promise<Record<string, string>>;
  /** Calls `act` at the very end of the process; it can't wait for anything. */
  onExit(act: () => void): void;
  /** Calls `act` when the process is asked to end, and ends it afterwards. Answers how to stop. */
  onSignal(act: () => Promise<void>): () => void;
  /** A file, or all files of a folder; links are not followed. */
  listFiles(path: string): Promise<LocalFile[]>;
  readonly figures: FigurePlatform;
  /** Reads what the machine does; a page can't. */
  createSystemSampler(): SystemSampler | undefined;
  /**
   * Writes files into `folder`, which must be new or empty, or into a private one that is removed at
   * the end of the process; answers where. A page has no private one.
   */
  saveFiles(files: readonly ArrivingFile[], folder?: string): Promise<string | undefined>;
  /** The nearest file of one of these names, in the folder of `path` or above it. */
  findAbove(path: string, names: readonly string[]): Promise<string | undefined>;
  /** Runs a module of a model's folder. */
  importModule(folder: string, path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Optional packages, of which the first that is there is taken. */
  readonly packages: {
    readonly onnxruntime: readonly OptionalPackage[];
    readonly tfjs: readonly OptionalPackage[];
  };
  warn(message: string): void;
}
