import { mkdir, open, rename, rm } from "node:fs/promises";

/** A file that is being written, from its beginning on. */
export interface NewFile {
  write(chunk: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Every way in which the local store changes the disk, so that a test can make each one fail. */
export interface FileSystem {
  /** @returns the topmost folder that had to be made, undefined when all were there. */
  makeFolders(path: string): Promise<string | undefined>;
  /** @throws when something is there already. */
  createFile(path: string): Promise<NewFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes a folder's entries last: which names are in it, not what is in the files. */
  syncFolder(path: string): Promise<void>;
  /** Removes a file, a link, or a folder and all in it; does not follow links. */
  remove(path: string): Promise<void>;
}

/** The machine's own file system. */
export const nodeFileSystem: FileSystem = {
  makeFolders: (path) => mkdir(path, { recursive: true }),

  async createFile(path) {
    const handle = await open(path, "wx");
    return {
      // Unlike `write`, `writeFile` goes on until every byte of the chunk is written.
      write: (chunk) => handle.writeFile(chunk),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },

  rename,

  async syncFolder(path) {
    // Windows has no such thing: renames there are journalled by the file system.
    if (process.platform === "win32") return;
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },

  // Again when a file came into a folder while it was being removed.
  remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }),
};
