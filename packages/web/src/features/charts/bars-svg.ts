import { cutText } from "../../format/cut-text.ts";
import { escapeXml } from "./escape-xml.ts";

export interface SvgBar {
  readonly label: string;
  /** From 0 to 1, along the width. */
  readonly part: number;
  readonly text: string;
  readonly color: string;
}

interface BarsLook {
  readonly title: string;
  readonly ground: string;
  readonly textColor: string;
}

const WIDTH = 720;
const LABEL = 220;
const BAR = 380;
const ROW = 22;
const TOP = 40;

/** Bars one below the other as an SVG text. */
export function drawBarsSvg(bars: readonly SvgBar[], look: BarsLook): string {
  const height = TOP + bars.length * ROW + 12;
  const rows = bars.map(({ label, part, text, color }, index) => {
    const y = TOP + index * ROW;
    return [
      `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end" fill="${look.textColor}">${escapeXml(cutText(label, 34))}</text>`,
      `<rect x="${LABEL}" y="${y + 2}" width="${Math.max(1, Math.round(part * BAR))}" height="13" rx="2" fill="${color}"/>`,
      `<text x="${LABEL + BAR + 8}" y="${y + 12}" fill="${look.textColor}">${escapeXml(text)}</text>`,
    ].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${look.ground}"/>`,
    `<text x="12" y="24" font-size="15" font-weight="600" fill="${look.textColor}">${escapeXml(look.title)}</text>`,
    ...rows,
    "</svg>",
  ].join("\n");
}
