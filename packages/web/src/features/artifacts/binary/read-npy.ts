import { toTextCell, type Cell, type TableSource } from "../tables/table-source.ts";

export interface NumpyArray {
  /** As NumPy writes it: `<f4`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly isFortranOrder: boolean;
  /** Where the numbers begin. */
  readonly offset: number;
}

const MAGIC = "\u0093NUMPY";

/**
 * Reads the head of NumPy's format of arrays:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws Error when it is none.
 */
export function readNpyHeader(bytes: Uint8Array): NumpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || latin(bytes.subarray(0, 6)) !== MAGIC) {
    throw new Error("It does not begin as NumPy's files do.");
  }
  const isOld = bytes[6] === 1;
  const start = isOld ? 10 : 12;
  const length = isOld ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = latin(bytes.subarray(start, start + length));
  const [, dtype] = /'descr':\s*'([^']*)'/.exec(header) ?? [];
  const [, shape] = /'shape':\s*\(([\d,\s]*)\)/.exec(header) ?? [];
  if (shape === undefined) throw new Error("Its head is damaged.");
  return {
    dtype: dtype ?? "a structure",
    shape: shape.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)])),
    isFortranOrder: /'fortran_order':\s*True/.test(header),
    offset: start + length,
  };
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 10_000));
}

type Read = (view: DataView, at: number, isLittle: boolean) => number | bigint | boolean;

const READERS: Readonly<Record<string, Read>> = {
  b1: (view, at) => view.getUint8(at) !== 0,
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, isLittle) => view.getInt16(at, isLittle),
  u2: (view, at, isLittle) => view.getUint16(at, isLittle),
  i4: (view, at, isLittle) => view.getInt32(at, isLittle),
  u4: (view, at, isLittle) => view.getUint32(at, isLittle),
  i8: (view, at, isLittle) => view.getBigInt64(at, isLittle),
  u8: (view, at, isLittle) => view.getBigUint64(at, isLittle),
  f4: (view, at, isLittle) => view.getFloat32(at, isLittle),
  f8: (view, at, isLittle) => view.getFloat64(at, isLittle),
};

/** Wide enough to be seen as a table. */
const MAX_COLUMNS = 2000;

/** The numbers of an array of one or two dimensions, as far as they are loaded. */
export function toNpyTable(array: NumpyArray, bytes: Uint8Array): TableSource | undefined {
  const [rows = 1, columns = 1] = array.shape;
  const kind = array.dtype.slice(1);
  const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  const itemBytes = Number(kind.slice(1));
  const isFlat = array.shape.length === 1 || array.shape.length === 2;
  if (!isFlat || read === undefined || columns === 0 || columns > MAX_COLUMNS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = array.dtype[0] !== ">";
  const loaded = Math.floor((bytes.length - array.offset) / itemBytes);
  const rowCount = array.isFortranOrder
    ? loaded >= rows * columns
      ? rows
      : 0
    : Math.min(rows, Math.floor(loaded / columns));
  const cellAt = (row: number, column: number): Cell => {
    const item = array.isFortranOrder ? column * rows + row : row * columns + column;
    const value = read(view, array.offset + item * itemBytes, isLittle);
    return toTextCell(
      kind === "f4" && typeof value === "number" ? showSingle(value) : String(value),
    );
  };
  return {
    columns: Array.from({ length: columns }, (_, column) => String(column)),
    rowCount,
    cellAt,
    isWhole: true,
  };
}

/** No more digits than a number of 32 bits has. */
function showSingle(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}
