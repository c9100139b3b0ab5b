/** Where the uploaded files are, below the server's artifacts. */
export const FOLDER = "kill9";
/** The one file of which each upload replaces the last. */
export const REPLACED_FILE = "replaced.bin";

const FILE_BYTES = 300_000;

/** A file's content: its name and version, again and again, so that a mixture of two shows. */
export function contentOf(name: string, version: number): Buffer<ArrayBuffer> {
  return Buffer.alloc(FILE_BYTES, `${name} ${version}\n`);
}

/** The version that a content is, or undefined for a part of one or a mixture. */
export function versionOf(name: string, content: Buffer): number | undefined {
  const [line = ""] = content.toString("latin1", 0, 100).split("\n");
  const version = Number(line.slice(name.length + 1));
  return contentOf(name, version).equals(content) ? version : undefined;
}
