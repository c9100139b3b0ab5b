import type { LibraryName } from "../artifacts/figures/libraries.ts";
import type { SystemSampler } from "../system-metrics/monitor.ts";
import type { Journal, JournalOwner } from "../logging/journal.ts";

/** A value that follows a program's asynchronous calls, as a thread-local one follows a thread. */
export interface Scope<T> {
  get(): T | undefined;
  run<Result>(value: T, work: () => Result): Result;
}

/** A file on this machine that is to become an artifact. */
export interface LocalFile {
  /** Below the folder that was named, with `/`; the file's own name when a file was named. */
  readonly path: string;
  open(): Promise<Blob>;
}

/** What a file is written from. */
export type FileContent = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

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

/** What waits on disk, in `mlflow-spool/` unless another folder is named. */
export interface JournalPlatform {
  /** Nothing where there is no disk. */
  createJournal(owner: JournalOwner, folder: string | undefined): Journal | undefined;
  /** Takes over the journals that ended processes left behind, those that `wants` takes. */
  takeLeftJournals(wants: (owner: JournalOwner) => boolean, folder: string | undefined): Journal[];
  /** Keeps a file's content until it can be stored; answers how it is found again. */
  keepContent(content: Blob, runId: string, folder: string | undefined): Promise<string>;
  openContent(path: string, folder: string | undefined): Promise<Blob>;
  dropContent(path: string, folder: string | undefined): void;
}

/** What Node has and a web page has not, or has otherwise. */
export interface Platform extends JournalPlatform {
  readonly env: Readonly<Record<string, string | undefined>>;
  createScope<T>(): Scope<T>;
  /** MLflow's system tags: who runs what, from which source and commit. */
  describeProgram(): Promise<Record<string, string>>;
  /** Calls `act` at the very end of the process; it can't wait for anything. */
  onExit(act: (hasFailed: boolean) => void): void;
  /** Calls `act` once the program has nothing else to do. */
  onIdle(act: () => void): void;
  /** Calls `act` when the process is asked to end, and ends it afterwards. Answers how to stop. */
  onSignal(act: () => Promise<void>): () => void;
  /** A file, or all files of a folder; links are not followed. */
  listFiles(path: string): Promise<LocalFile[]>;
  /** Writes a file of this machine, whole or not at all, with the folders that it is in. */
  writeFile(path: string, content: FileContent): Promise<void>;
  /** A new folder that nobody else knows. */
  makeTemporaryFolder(): Promise<string>;
  /** The folder that an artifact URI names, where it is one of this machine. */
  localFolder(uri: string): string | undefined;
  /** Where runs are kept when nothing was said. */
  defaultUri(): string | undefined;
  /** A database's or folder's URI with its whole path. */
  absoluteUri(uri: string): string;
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
