import type { Cell, TableSource } from "./table-source.ts";

export interface Sorting {
  readonly column: number;
  readonly isDescending: boolean;
}

const collator = new Intl.Collator("en", { numeric: true });

/** The order of a table's rows by a column: numbers before texts, what is empty always last. */
export function sortRows(source: TableSource, { column, isDescending }: Sorting): Uint32Array {
  const cells: (Cell | undefined)[] = [];
  for (let row = 0; row < source.rowCount; row++) cells.push(source.cellAt(row, column));
  const numbers = Float64Array.from(cells, (cell) =>
    cell?.kind === "number" ? toNumber(cell) : 0,
  );
  const direction = isDescending ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const first = cells[a];
    const second = cells[b];
    const isFirstEmpty = isEmpty(first);
    const isSecondEmpty = isEmpty(second);
    if (isFirstEmpty || isSecondEmpty || first === undefined || second === undefined) {
      return Number(isFirstEmpty) - Number(isSecondEmpty);
    }
    if (first.kind !== second.kind) return direction * (first.kind === "number" ? -1 : 1);
    if (first.kind !== "number") return direction * collator.compare(first.text, second.text);
    return direction * ((numbers[a] ?? 0) - (numbers[b] ?? 0));
  };
  const order = Uint32Array.from(cells.keys());
  // Rows that are alike keep their order.
  return order.sort((a, b) => compare(a, b) || a - b);
}

function isEmpty(cell: Cell | undefined): boolean {
  if (cell === undefined || cell.kind === "none") return true;
  return cell.kind === "number" && Number.isNaN(toNumber(cell));
}

function toNumber({ text }: Cell): number {
  const [, sign, word] = /^([+-]?)(inf|infinity)$/i.exec(text) ?? [];
  if (word === undefined) return Number(text);
  return sign === "-" ? -Infinity : Infinity;
}
