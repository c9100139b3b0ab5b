import { expect, test } from "vitest";
import { listZip } from "./read-zip.ts";

/** A directory of stored files, as zip archives end with, behind so many bytes of content. */
function archiveOf(names: readonly string[], contentBytes: number, comment = ""): Uint8Array {
  const entries = names.map((name, index) => {
    const encoded = new TextEncoder().encode(name);
    const entry = new Uint8Array(46 + encoded.length);
    const view = new DataView(entry.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint32(24, index + 1, true);
    view.setUint16(28, encoded.length, true);
    entry.set(encoded, 46);
    return entry;
  });
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  const end = new Uint8Array(22 + comment.length);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(10, names.length, true);
  view.setUint32(12, length, true);
  view.setUint32(16, contentBytes, true);
  end.set(new TextEncoder().encode(comment), 22);
  const parts = [new Uint8Array(contentBytes), ...entries, end];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const list = (bytes: Uint8Array) =>
  listZip(bytes.length, (start, end) => Promise.resolve(bytes.subarray(start, end)));

test("lists the files of an archive, with a comment at its end too", async () => {
  const files = [
    { name: "data/model.pkl", sizeBytes: 1 },
    { name: "日本.txt", sizeBytes: 2 },
  ];
  const names = files.map(({ name }) => name);
  expect(await list(archiveOf(names, 10))).toEqual({ files, total: 2 });
  expect(await list(archiveOf(names, 10, "made by hand"))).toEqual({ files, total: 2 });
});

test("reads a directory that begins before the last part", async () => {
  const names = Array.from({ length: 1500 }, (_, index) => `${"long name ".repeat(5)}${index}`);
  const { files, total } = await list(archiveOf(names, 500));
  expect(files).toHaveLength(1500);
  expect(total).toBe(1500);
});

test("says of what is none, or is cut, that it can't be read", async () => {
  await expect(list(new Uint8Array(100))).rejects.toThrow("does not end");
  await expect(list(new Uint8Array())).rejects.toThrow("does not end");
  const whole = archiveOf(["a"], 1000);
  await expect(list(whole.subarray(500))).rejects.toThrow("damaged");
});
