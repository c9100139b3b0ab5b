import { expect, test } from "vitest";
import { readNpyHeader, toNpyTable } from "./read-npy.ts";

function fileOf(header: string, data: ArrayBuffer): Uint8Array {
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(10 + head.length + data.byteLength);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, head.length, 0]);
  bytes.set(head, 10);
  bytes.set(new Uint8Array(data), 10 + head.length);
  return bytes;
}

const rowsOf = (bytes: Uint8Array) => {
  const table = toNpyTable(readNpyHeader(bytes), bytes);
  if (table === undefined) return undefined;
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((_name, column) => table.cellAt(row, column)?.text),
  );
};

const floats = new Float32Array([0.1, 2, NaN, 4, 5, 6]).buffer;

test("reads the head and the numbers of an array, in the order they are stored in", () => {
  const c = fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", floats);
  expect(readNpyHeader(c)).toMatchObject({ dtype: "<f4", shape: [2, 3] });
  expect(rowsOf(c)).toEqual([
    ["0.1", "2", "NaN"],
    ["4", "5", "6"],
  ]);
  const fortran = fileOf("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", floats);
  expect(rowsOf(fortran)).toEqual([
    ["0.1", "NaN", "5"],
    ["2", "4", "6"],
  ]);
});

test("keeps whole numbers of 64 bits exact", () => {
  const data = new BigInt64Array([2n ** 53n + 1n]).buffer;
  expect(rowsOf(fileOf("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", data))).toEqual(
    [["9007199254740993"]],
  );
});

test("shows the rows that are there of a file that is not", () => {
  const cut = fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (9, 4), }", floats);
  expect(rowsOf(cut)).toHaveLength(1);
});

test("has no table for arrays of more dimensions or of objects", () => {
  const cube = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }";
  expect(rowsOf(fileOf(cube, floats))).toBeUndefined();
  const objects = "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }";
  expect(rowsOf(fileOf(objects, floats))).toBeUndefined();
});

test("says of another file that it is none", () => {
  expect(() => readNpyHeader(new TextEncoder().encode("something else"))).toThrow("begin");
  expect(() => readNpyHeader(new Uint8Array())).toThrow("begin");
  expect(() => readNpyHeader(fileOf("nothing", floats))).toThrow("damaged");
});
