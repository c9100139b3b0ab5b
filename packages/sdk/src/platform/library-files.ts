import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type LibraryName, missingLibrary } from "../artifacts/figures/libraries.ts";

/** Pages load other files of a library than programs do; they lie beside the one that `require` finds. */
export async function readLibrary(name: LibraryName, file: string): Promise<string> {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return await readFile(join(dirname(entry), file), "utf8");
  } catch (error) {
    throw missingLibrary(name, error);
  }
}
