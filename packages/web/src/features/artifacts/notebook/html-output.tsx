import styles from "./notebook.module.css";

/** Loads nothing from anywhere; that nothing runs is the sandbox's doing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/** Its rows are nearly all of a data frame's height, which the page around it can't measure. */
const ROW_HEIGHT = 29;
const MIN_HEIGHT = 90;
const MAX_HEIGHT = 420;

/** HTML that a cell put out, in a frame of its own in which no script runs. */
export function HtmlOutput({ html }: { readonly html: string }) {
  const rows = html.match(/<tr/gi)?.length ?? 0;
  const height = Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, (rows + 1) * ROW_HEIGHT + 16));
  const head =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    "<style>body{margin:8px;font:13px sans-serif}table{border-collapse:collapse}" +
    "th,td{padding:4px 8px;text-align:right;border-bottom:1px solid #ddd}</style>";
  return (
    <iframe
      className={styles["html"]}
      style={{ height }}
      title="HTML output"
      sandbox=""
      srcDoc={head + html}
      loading="lazy"
      referrerPolicy="no-referrer"
    />
  );
}
