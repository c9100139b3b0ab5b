import { ApiError, shown } from "@mlflow-ts/contract";

/** Where the pages that Plotly, Bokeh and Altair write load their own code from. */
const CHART_LIBRARIES = [
  "https://cdn.plot.ly",
  "https://cdn.bokeh.org",
  "https://cdn.jsdelivr.net",
  "https://cdnjs.cloudflare.com",
].join(" ");

/**
 * A page that somebody logged runs its scripts, so that its figures can be turned and zoomed. It
 * has an origin of its own that nothing shares: no cookie, no storage, no page around it. It sends
 * nothing anywhere, neither to this server nor to its author.
 */
const HTML_POLICY = [
  "sandbox allow-scripts",
  "default-src 'none'",
  `script-src 'unsafe-inline' 'unsafe-eval' blob: data: ${CHART_LIBRARIES}`,
  `style-src 'unsafe-inline' data: ${CHART_LIBRARIES}`,
  `font-src data: ${CHART_LIBRARIES}`,
  "img-src data: blob:",
  "media-src data: blob:",
  "connect-src data: blob:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Browsers show a PDF with a viewer of their own, which a sandbox would forbid. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

/** MLflow's clients write HTML in UTF-8, often without saying so in it. */
const HTML = { contentType: "text/html; charset=utf-8", shownUnder: HTML_POLICY };
const SHOWN = new Map([
  ["html", HTML],
  ["htm", HTML],
  ["pdf", { contentType: "application/pdf", shownUnder: PDF_POLICY }],
]);

/**
 * How browsers show a file that may hold scripts.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE for files of other kinds.
 */
export function showUnderPolicy(fileName: string) {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const how = SHOWN.get(extension);
  if (how === undefined) {
    throw ApiError.invalidParameter(
      `Invalid value ${shown(fileName)} for parameter 'path' supplied: only HTML and PDF files are ` +
        "shown here; get-artifact answers with any file.",
    );
  }
  return how;
}
