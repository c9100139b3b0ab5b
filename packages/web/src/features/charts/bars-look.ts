import { resolveColor } from "../../components/resolve-color.ts";

/** A picture's title and colours, of the page as it is now. */
export function barsLook(title: string) {
  return {
    title,
    ground: resolveColor(document.body, "var(--surface)"),
    textColor: resolveColor(document.body, "var(--text)"),
  };
}
