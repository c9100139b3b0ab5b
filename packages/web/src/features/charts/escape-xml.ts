const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** A text as it stands in XML; control characters can't and become spaces. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\0-\x1f]/g, " ").replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
