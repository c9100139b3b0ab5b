/** A page that opens anywhere without a network: what draws the figure is part of it. */
export interface PageParts {
  readonly title: string;
  /** The code of the library that draws, as it is published for pages. */
  readonly library: string;
  /** JSON; the code below finds it as `figure`. */
  readonly specification: string;
  /** Draws `figure` into the element `place`. */
  readonly draw: string;
}

const STYLE = "html, body { height: 100%; margin: 0 } #place { min-height: 100% }";

export function toInteractivePage({ title, library, specification, draw }: PageParts): string {
  return `${head(title)}<style>${STYLE}</style>
<div id="place"></div>
<script type="application/json" id="figure">${specification.replaceAll("<", "\\u003c")}</script>
<script>${guardScript(library)}</script>
<script>
const figure = JSON.parse(document.getElementById("figure").textContent);
const place = document.getElementById("place");
${draw}
</script>
`;
}

/** A page that shows a drawing. */
export function toStillPage(title: string, svg: string): string {
  // What makes a file of its own of an SVG has no place inside a page.
  return `${head(title)}${svg.slice(svg.search(/<svg[\s>]/i))}\n`;
}

function head(title: string): string {
  const text = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${text}</title>\n`;
}

/** Code that stays inside its script element: what would end it stands in texts and patterns only. */
function guardScript(code: string): string {
  return code.replaceAll(/<(?=!--|\/script)/gi, String.raw`\x3c`);
}
