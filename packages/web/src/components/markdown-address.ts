/** Where a link of a text from outside leads, or that it leads nowhere. */
export interface SafeAddress {
  readonly href: string;
  /** Whether it leaves this server. */
  readonly isForeign: boolean;
}

const LINKED = new Set(["http:", "https:", "mailto:"]);
/** Pictures of dots; an SVG is a document. */
const RASTER = /^data:image\/(?:png|jpeg|gif|webp|avif|bmp);/i;
/** A scheme, or a path that does not start where the text stands. */
const FIXED = /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i;

type ResolvePath = ((path: string) => string | undefined) | undefined;

/** Nothing for what a click must not run, such as `javascript:`. */
export function findLink(
  written: string,
  base: string,
  resolve: ResolvePath,
): SafeAddress | undefined {
  const href = resolve === undefined || FIXED.test(written) ? written : resolve(written);
  const url = href === undefined ? null : URL.parse(href, base);
  if (href === undefined || url === null || !LINKED.has(url.protocol)) return undefined;
  return { href, isForeign: url.origin !== new URL(base).origin };
}

/**
 * The address of a picture that may be loaded: of this server, or one that stands in the text. Any
 * other would tell its server who reads here, so the page's policy refuses it.
 */
export function findImage(written: string, base: string, resolve: ResolvePath): string | undefined {
  if (RASTER.test(written)) return written;
  const link = findLink(written, base, resolve);
  return link === undefined || link.isForeign ? undefined : link.href;
}
