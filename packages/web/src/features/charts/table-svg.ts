import { cutText } from "../../format/cut-text.ts";
import { escapeXml } from "./escape-xml.ts";

export interface SvgTable {
  readonly head: readonly string[];
  readonly rows: readonly {
    readonly cells: readonly string[];
    /** Stands out, as its values differ. */
    readonly isMarked: boolean;
  }[];
}

export interface TableLook {
  readonly title: string;
  readonly ground: string;
  readonly textColor: string;
  readonly markColor: string;
}

const ROW = 22;
const TOP = 40;
const NAME = 180;
const COLUMN = 150;
const MAX_LENGTH = 20;

/** A table as an SVG text, for a paper or a slide; long texts are cut. */
export function drawTableSvg({ head, rows }: SvgTable, look: TableLook): string {
  const width = NAME + COLUMN * Math.max(1, head.length - 1) + 24;
  const height = TOP + ROW * (rows.length + 1) + 12;
  const leftOf = (column: number) => 12 + (column === 0 ? 0 : NAME + COLUMN * (column - 1));
  const draw = (cells: readonly string[], row: number, weight: number) =>
    cells.map((cell, column) => {
      const place = `x="${leftOf(column)}" y="${TOP + ROW * row + 15}"`;
      const text = escapeXml(cutText(cell, column === 0 ? MAX_LENGTH + 6 : MAX_LENGTH));
      return `<text ${place} font-weight="${weight}" fill="${look.textColor}">${text}</text>`;
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${look.ground}"/>`,
    `<text x="12" y="24" font-size="15" font-weight="600" fill="${look.textColor}">${escapeXml(look.title)}</text>`,
    ...draw(head, 0, 600),
    ...rows.flatMap(({ cells, isMarked }, index) => [
      ...(isMarked
        ? [
            `<rect x="0" y="${TOP + ROW * (index + 1)}" width="${width}" height="${ROW}" fill="${look.markColor}"/>`,
          ]
        : []),
      ...draw(cells, index + 1, 400),
    ]),
    "</svg>",
  ].join("\n");
}
